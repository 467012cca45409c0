-- purpose: how many fell ill in the grids of a cluster; a tail of detectors/cluster_events.sql.  grain: one row per day with anybody
-- parameters: those of cluster_events.sql, $grids
select day, count(*) as observed from fallen_ill where grid_id in (select unnest(cast($grids as integer[]))) group by day
