-- purpose: the grids in which some people are counted, were counted on the days kept, or live or lived.  grain: a grid, once or more; of the days kept who is
-- shown there as what
-- parameters: $people, $low, $high (of their numbers)
select grid_id, person_id, class from class_shown where person_id between $low and $high and list_contains(cast($people as integer[]), person_id)
union all
select grid_id, null, null from person_class
where person_id between $low and $high and list_contains(cast($people as integer[]), person_id) and grid_id is not null
union all
select home_grid_id, null, null from person
where person_id between $low and $high and list_contains(cast($people as integer[]), person_id) and home_grid_id is not null
union all
select grid_id, null, null from membership where kind = 'home' and person_id between $low and $high and list_contains(cast($people as integer[]), person_id)
