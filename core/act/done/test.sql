-- purpose: samples taken, whatever came of them; one that could not be read is taken again.  grain: one row per sample.  parameters: $from, $at.  needs: act_waiting
select person_id, sampled_at as at
from test_result
where result <> 'invalid' and sampled_at between $from and $at and person_id in (select person_id from act_waiting)
