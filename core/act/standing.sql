-- purpose: which measures stand for whom today, whether or not one is due today, and of which grid somebody is asked to see to each
-- grain: act_asked one row per person, class and measure; act_standing one per person and measure, of the class of the lowest rank that asks for it
-- parameters: $day, and lists of one length, an entry per measure of a cell: $class, $grade, $measure, $every, $begins, $dated, $first (number of the class's own first day), $owner
-- needs: act_classed, act_asked_grid
create or replace temp table act_asked as
with rule as (
  select
    unnest(cast($class as text[])) as class, unnest(cast($grade as text[])) as grade, unnest(cast($measure as text[])) as measure, unnest(cast($every as integer[])) as every, unnest(cast($begins as boolean[])) as begins, unnest(cast($dated as boolean[])) as dated,
    unnest(cast($first as integer[])) as first, unnest(cast($owner as text[])) as owner_level
)
select
  c.person_id, c.class, c.rank, c.grade, c.household, r.measure, r.every, r.dated, r.owner_level,
  case when r.owner_level = 'unit' then c.unit_id else c.grid_id end as from_id, c.grid_id,
  cast(date_diff('day', c.since, $day) + r.first as integer) as number,
  case when r.begins then cast(date_diff('day', c.since, $day) as integer) end as begun -- days since its first day, where that one counts
from act_classed c
join rule r on r.class = c.class and r.grade = c.grade;

create or replace temp table act_standing as
with foremost as (
  select * from act_asked qualify row_number() over (partition by person_id, measure order by rank) = 1
)
select f.person_id, f.measure, f.class, f.grid_id, f.owner_level, coalesce(o.asked_grid_id, f.grid_id) as asked_grid_id
from foremost f
left join act_asked_grid o on o.grid_id = f.from_id and o.level = f.owner_level
