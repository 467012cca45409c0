-- purpose: condition on household: after those of `erased` nobody is left in it.  grain: –.  parameters: none
household_id in (select household_id from person where person_id in (select person_id from erased))
and household_id not in (select household_id from person where household_id is not null and person_id not in (select person_id from erased))
