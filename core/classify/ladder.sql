-- purpose: what each rule of grades finds in one grid, of what grid_observed.sql (its head) counts.  grain: one row per rule, in order
-- parameters: those of its head; $grids holds one
select r.position, coalesce(o.number, case when r.what <> 'coverage' then 0 end) as number, coalesce(o.base, p.people) as base
from rule r
left join observed o on o.what = r.what
left join people p on r.what not in ('coverage', 'share.outsiders') and r.what not like 'reading.%' and r.what not like 'gauge.%'
order by r.position
