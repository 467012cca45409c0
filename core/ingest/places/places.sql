-- purpose: every name of the register as it is compared, for texts that are no plain code or name
-- grain: plan.place one row per (key, grid, inner).  `inner`: a name within the grid above only (1组 of 东一村1组).  parameters: none
create or replace table plan.place as
with borne as (
  select grid_id, axis, level, parent_id, plan.place_letters(name) as letters, 3 as rank from grid
  union all
  select g.grid_id, g.axis, g.level, g.parent_id, plan.place_letters(n.value), 4 from grid_name n join grid g on g.grid_id = n.grid_id
  where n.kind = 'name' and n.value <> g.name
),
-- step by step, so that no expression is worked out twice
tailed as materialized (select *, plan.place_tail(letters) as tail from borne),
named as materialized (select grid_id, axis, level, parent_id, rank, plan.place_numbered(letters, tail) as key from tailed),
plain as materialized (select *, plan.place_plain(key) as plain from named),
stemmed as materialized (select *, plan.place_end(plain) as stem from plain),
spelled as (
  select grid_id, axis, level, parent_id, key, rank from named
  union all
  select grid_id, axis, level, parent_id, plain, 7 from stemmed where plain <> key
  union all
  -- with every committee that may stand before a section: 城东社区居民委员会1组
  select grid_id, axis, level, parent_id, left(plain, length(plain) - length(ending)) || unnest(committees), 7 from (
    select *, case when ends_with(plain, '社区') then '社区' when ends_with(plain, '村') then '村' end as ending,
      case when ends_with(plain, '社区') then ['社区居委会', '社区居民委员会', '居委会', '居民委员会']
           when ends_with(plain, '村') then ['村委会', '村村委会', '村民委员会', '村村民委员会', '村委', '村村'] end as committees
    from stemmed where level = 'village')
  where ending is not null
  union all
  select grid_id, axis, level, parent_id, stem, 8 from stemmed where stem <> plain and (length(stem) >= 2 or level = 'section')
),
whole as (
  select key, grid_id, any_value(axis) as axis, any_value(level) as level, any_value(parent_id) as parent_id, min(rank) as rank
  from spelled where key is not null and key <> '' group by key, grid_id
),
relative as (
  select substring(g.key, length(p.key) + 1) as key, g.grid_id, g.axis, g.level, g.parent_id, min(g.rank) as rank
  from whole g join whole p on p.grid_id = g.parent_id and starts_with(g.key, p.key)
  where g.level = 'section' and length(g.key) > length(p.key)
  group by substring(g.key, length(p.key) + 1), g.grid_id, g.axis, g.level, g.parent_id
)
select *, false as inner_name from whole
union all
select key, grid_id, axis, level, parent_id, rank, true from relative
