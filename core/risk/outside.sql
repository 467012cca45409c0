-- purpose: what a typed name means outside the county, and the county's own grid where it is the county itself.  grain: one row per place
-- needs: said_place of the one text.  parameters: none
select s.code, s.rest, s.ways, (select min(g.grid_id) from grid g where g.level = 'county' and left(g.code, 6) = s.code) as own
from said_place s order by s.code
