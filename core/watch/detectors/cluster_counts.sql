-- purpose: how many fell ill per grid (where they live) and day.  grain: one row per grid and day with anybody; a tail of cluster_events.sql
-- parameters: those of cluster_events.sql
select grid_id, day, count(*) as people from fallen_ill group by grid_id, day order by grid_id, day
