-- purpose: people who are on a roster now.  grain: one row per person.  parameters: $at.  needs: act_waiting
select person_id, cast($at as timestamp) as at
from person
where registered and home_grid_id is not null and person_id in (select person_id from act_waiting)
