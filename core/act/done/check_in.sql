-- purpose: scans.  grain: one row per scan.  parameters: $from, $at.  needs: act_waiting
select person_id, scanned_at as at
from every_check_in
where scanned_at between $from and $at and person_id in (select person_id from act_waiting)
