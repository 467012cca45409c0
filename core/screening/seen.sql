-- purpose: who was scanned within a risk area while it was one; most scans of a county, so that little is asked of each
-- grain: one row per area and person.  needs: area_grid.  parameters: $since (the first day of any)
select a.area_id, c.person_id, min(c.grid_id) as grid_id, min(c.scanned_at) as first_at, max(c.scanned_at) as last_at, max(c.batch_id) as batch_id
from every_check_in c join area_grid a on a.grid_id = c.grid_id
where c.scanned_at >= $since and c.scanned_at >= a.first_moment and c.scanned_at < a.end_moment
group by a.area_id, c.person_id
