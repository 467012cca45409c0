-- purpose: who came into a class, left it or moved to another since the day classified before, by the classes shown
-- grain: class_flow_day one row per day, grid and pair of classes; class_shown one row per person of the last two days
-- parameters: $days (just classified), $at and $earlier (days side by side: whose flows can be told, against which day), $kept (days whose
-- classes are kept for the next time), $resident.  needs: candidate
delete from class_shown where day in (select unnest($days)) or day not in (select unnest(cast($earlier as date[])));

insert into class_shown
select w.day, c.person_id, arg_min(c.grid_id, c.rank), arg_min(c.class, c.rank)
from candidate c
join (select unnest($days) as day) w on w.day between c.since and c.until
group by w.day, c.person_id
-- as in class_day: who has no home and was seen nowhere counts in no grid
having count(c.grid_id) > 0;

delete from class_flow_day where day in (select unnest(cast($at as date[])));

insert into class_flow_day
with step as (
  select unnest(cast($at as date[])) as day, unnest(cast($earlier as date[])) as earlier
),
before as (
  select s.day, o.person_id, o.grid_id, o.class from class_shown o join step s on s.earlier = o.day
),
now as (
  select s.day, o.person_id, o.grid_id, o.class from class_shown o join step s on s.day = o.day
),
moved as (
  select
    coalesce(n.day, b.day) as day, coalesce(n.person_id, b.person_id) as person_id, coalesce(n.grid_id, b.grid_id) as grid_id,
    b.class as from_class, n.class as to_class
  from now n
  full join before b on b.person_id = n.person_id and b.day = n.day
  where n.class is distinct from b.class
),
told as (
  select
    m.day, m.grid_id,
    coalesce(m.from_class, case when p.home_grid_id is not null then $resident end) as from_class,
    -- whoever died or moved out is no resident either
    coalesce(m.to_class, case when p.home_grid_id is not null and not (is_end(p.status) and p.status_on <= m.day) then $resident end) as to_class
  from moved m
  left join person p on p.person_id = m.person_id
)
select day, grid_id, from_class, to_class, count(*)
from told
group by day, grid_id, from_class, to_class
order by 1, 2, 3, 4;

delete from class_shown where day not in (select unnest($kept));
