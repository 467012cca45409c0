-- purpose: readings of the temperature, scanned or declared.  grain: one row per reading.  parameters: $from, $at.  needs: act_waiting
select person_id, scanned_at as at
from every_check_in
where temperature is not null and scanned_at between $from and $at and person_id in (select person_id from act_waiting)
union all
select person_id, declared_at
from declaration
where temperature is not null and declared_at between $from and $at and person_id in (select person_id from act_waiting)
