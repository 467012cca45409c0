-- purpose: what the store knows of some records.  grain: up to four rows per record: no, what (stored: a record of that id was; person: in the
-- register; merged: into another one; grid), number (person_id, the person kept, grid_id), closed_on (of the grid).
-- Joins that find, never outer ones: those let the few records choose what is read of the millions.
-- parameters: $records (uuid as text), $people, $grids (lists of one length)
with given as (
  select
    unnest(range(len($records))) as no, unnest(cast($records as uuid[])) as record_id, unnest(cast($people as integer[])) as person_id,
    unnest(cast($grids as integer[])) as grid_id
)
select g.no, 'stored' as what, null as number, null as closed_on from given g join intake_record r on r.record_id = g.record_id
union all
select g.no, 'person', p.person_id, null from given g join person p on p.person_id = g.person_id
union all
select g.no, 'merged', max(m.kept_id), null from given g join person_merge m on m.gone_id = g.person_id and m.undone_at is null group by g.no
union all
select g.no, 'grid', n.grid_id, n.closed_on from given g join grid n on n.grid_id = g.grid_id
