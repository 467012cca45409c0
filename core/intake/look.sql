-- purpose: what the store knows of some records.  grain: one row per record: no, person_id (who is meant today, merges followed), there (in the
-- register), placed (the grid exists), closed_on (of the grid), before (a record of that id was stored).
-- parameters: $records (uuid as text), $people, $grids (lists of one length)
with given as (
  select
    unnest(range(len($records))) as no, unnest(cast($records as uuid[])) as record_id, unnest(cast($people as integer[])) as person_id,
    unnest(cast($grids as integer[])) as grid_id
)
select
  g.no, coalesce(m.kept_id, g.person_id) as person_id, coalesce(m.kept_id, p.person_id) is not null as there, n.grid_id is not null as placed,
  n.closed_on, r.record_id is not null as before
from given g
left join person p on p.person_id = g.person_id
left join (select gone_id, max(kept_id) as kept_id from person_merge where undone_at is null group by gone_id) m on m.gone_id = g.person_id
left join grid n on n.grid_id = g.grid_id
left join intake_record r on r.record_id = g.record_id
