-- purpose: what a typed name means outside the county, and whether that is the county itself.  grain: one row per place
-- needs: said_place of the one text.  parameters: none
select s.code, s.rest, s.ways, exists (select 1 from grid g where g.level = 'county' and left(g.code, 6) = s.code) as own
from said_place s order by s.code
