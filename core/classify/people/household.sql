-- purpose: who is the only one of their household.  grain: one row per person in a household.  parameters: $last (the day judged)
select person_id, count(*) over (partition by household_id) = 1 as lives_alone
from person
where household_id is not null and person_id not in (from gone_on($last))
