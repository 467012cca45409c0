-- purpose: what each rule of grades finds in one grid, of what grid_observed.sql (its head) counts.  grain: one row per rule, in order
-- parameters: those of its head; $grids holds one
, each_rule as (
  select position, what, case when what in ('coverage', 'share.outsiders') or what like 'reading.%' or what like 'gauge.%' then 'none' else 'people' end as share_of from rule
),
everybody as (
  select 'people' as share_of, people from people
)
select r.position, coalesce(o.number, case when r.what <> 'coverage' then 0 end) as number, coalesce(o.base, e.people) as base
from each_rule r
left join observed o on o.what = r.what
left join everybody e on e.share_of = r.share_of
order by r.position
