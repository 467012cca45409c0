-- purpose: people of a share, by class.  grain: one row per person and class
-- parameters: $roots, $as_of, $class (null: any class), $key (of the share's pseudonyms), $seen_since
with reached as (select distinct person_id from scope_people($roots, $as_of)),
town as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township' group by t.grid_id),
hamlet as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'village' group by t.grid_id),
seen as (
  select person_id, max(day) as day from person_day where day >= $seen_since and day <= $as_of and person_id in (from reached) group by person_id
)
select left(sha256($key || sha256($key || 'person ' || p.person_id)), 16) as person,
  c.class, c.since, c.until, t.name as township, v.name as village, p.sex,
  cast(age_on(p.birth_date, cast($as_of as date)) // 10 * 10 as integer) as age_band,
  p.origin, p.arrived_on, s.day as last_seen, p.name, p.phone, p.id_number, p.address
from person_class c
join reached r on r.person_id = c.person_id
join person p on p.person_id = c.person_id
left join town t on t.grid_id = p.home_grid_id
left join hamlet v on v.grid_id = p.home_grid_id
left join seen s on s.person_id = p.person_id
where ($class is null or c.class = $class)
order by township, village, c.class, person
limit $most
