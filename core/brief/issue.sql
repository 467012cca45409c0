-- purpose: the number of a signed brief within its grid, kind and year.  grain: one row
-- Versions of one day and theme, in whatever language, are one issue: its number is that of its first signature and never changes.
-- parameters: $brief
with of as (
  select grid_id, kind, theme, day, year(signed_at) as year from brief where brief_id = $brief
),
issues as (
  select b.day, b.theme, min(row(b.signed_at, b.brief_id)) as first
  from brief b join of on b.grid_id = of.grid_id and b.kind = of.kind and year(b.signed_at) = of.year
  group by b.day, b.theme
)
select i.nth
from (select day, theme, row_number() over (order by first) as nth from issues) i
join of on of.day = i.day and of.theme = i.theme
