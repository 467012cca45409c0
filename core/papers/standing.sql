-- purpose: who may be handed a paper of one kind, and whoever is refused it, why; with what stands on it.  grain: one row per person asked for
-- parameters: $scope (roots), $on (the day), $kind, $people (ids; null: those of $class in $grid), $class, $grid, $how (in | after | any), $member (work | study | null),
--   $days (after the end), $places, $classes and $none (lists of codes)
with going as (
  select person_id, class, rank, since, until, place from person_class
  where since <= $on and coalesce(until, date '9999-12-31') >= $on
),
ended as (
  select person_id, class, since, until from class_history
  where until is not null and until < $on and ended_by in ('over', 'released', 'event', 'manual')
  union
  select person_id, class, since, until from person_class where until < $on
),
fits as (
  select person_id, class, since, until, rank as place_in from going
  where $how = 'in' and (list_contains($classes, class) or list_contains($places, coalesce(place, '')))
  union all
  -- whom a quarantine list has at home is at home
  select g.person_id, g.class, g.since, g.until, g.rank from going g
  join quarantine q on q.person_id = g.person_id
  where $how = 'in' and g.class = 'quarantined' and list_contains($places, coalesce(q.place, '')) and q.released_on is null
    and coalesce(q.until, date '9999-12-31') >= $on
  union all
  select person_id, class, since, until, date '9999-12-31' - until from ended
  where $how = 'after' and list_contains($classes, class) and until >= $on - cast($days as integer)
  union all
  select person_id, class, since, until, rank from going where $how = 'any'
),
best as (
  select person_id, arg_min(class, place_in) as class, arg_min(since, place_in) as since, min_by({'u': until}, place_in).u as until
  from fits where $class is null or class = $class group by person_id
),
stands_against as (
  select person_id, arg_min(class, rank) as class from going where list_contains($none, class) group by person_id
),
asked as (
  select unnest(cast($people as integer[])) as person_id
  union
  select b.person_id from best b join person p on p.person_id = b.person_id
  where $people is null and p.home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
),
depth as (select grid_id, count(*) as depth from grid_tree group by grid_id),
path as (
  -- a section that says its village (东一村1组) does not say it twice
  select t.grid_id, string_agg(g.name, '' order by d.depth) as place
  from grid_tree t join grid g on g.grid_id = t.ancestor_id join depth d on d.grid_id = g.grid_id join grid o on o.grid_id = t.grid_id and o.axis = 'area'
  where g.axis = 'area' and g.level in ('township', 'village', 'section') and (g.grid_id = o.grid_id or not starts_with(o.name, g.name))
  group by t.grid_id
),
answers as (
  select t.grid_id, arg_max(y.name, d.depth) as officer, arg_max(y.phone, d.depth) as officer_phone
  from grid_tree t join duty y on y.grid_id = t.ancestor_id and y.role = 'responsible' and y.name is not null join depth d on d.grid_id = t.ancestor_id
  group by t.grid_id
),
member as (
  select m.person_id, arg_max(g.name, coalesce(m.since, date '1900-01-01')) as unit
  from membership m join grid_tree t on t.grid_id = m.grid_id join unit u on u.grid_id = t.ancestor_id join grid g on g.grid_id = u.grid_id
  where m.kind = $member and holds_on(m.since, m.until, $on)
  group by m.person_id
),
there as (
  select person_id, class, since, arg_max(file_no, paper_id) as file_no from paper where kind = $kind and void_reason is null group by person_id, class, since
)
select
  a.person_id, p.name, p.id_number, p.sex, age_on(p.birth_date, $on) as age,
  p.phone, coalesce(p.address, h.address) as address, p.home_grid_id as grid_id, w.place, placed(x.name, x.level, g.name) as home_grid, b.class, b.since, b.until, m.unit, o.officer, o.officer_phone, s.class as against, r.file_no,
  case
    when p.person_id is null then 'paper_person'
    when p.person_id in (from gone_on($on)) then 'paper_gone'
    when p.name is null then 'paper_nameless'
    when b.class is null then 'paper_not_' || $how
    when s.class is not null then 'paper_still'
    when $member is not null and m.unit is null then 'paper_no_' || $member
    when r.file_no is not null then 'paper_there'
  end as refused
from asked a
left join person p on p.person_id = a.person_id and p.person_id in (from scope_people($scope, $on))
left join household h on h.household_id = p.household_id
left join grid g on g.grid_id = p.home_grid_id
left join grid x on x.grid_id = g.parent_id
left join best b on b.person_id = a.person_id
left join stands_against s on s.person_id = a.person_id
left join path w on w.grid_id = p.home_grid_id
left join answers o on o.grid_id = p.home_grid_id
left join member m on m.person_id = a.person_id
left join there r on r.person_id = a.person_id and r.class = b.class and r.since = b.since
order by w.place nulls last, p.household_id, a.person_id
