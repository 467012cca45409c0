-- purpose: declarations of health.  grain: one row per declaration.  parameters: $from, $at.  needs: act_waiting
select person_id, declared_at as at
from declaration
where kind = 'health' and declared_at between $from and $at and person_id in (select person_id from act_waiting)
