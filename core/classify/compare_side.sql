-- purpose: whom a policy shows as which class on one day.  grain: table $side, one row per person in a class
-- parameters: $as_of.  The place of `side` takes the name of the table
create temp table /*side*/ as
select person_id, arg_min(grid_id, rank) as grid_id, arg_min(class, rank) as class, arg_min(until, rank) as until
from candidate
where $as_of between since and until
group by person_id;
