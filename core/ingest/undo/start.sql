-- purpose: what undoing a batch would touch, and what later work stands in its way.  parameters: $batch
-- grain: undo_row one row of the registers that the batch made or changed (check-ins, which nothing depends on, are not among
-- them); undo_block one reason why such a row stays: later (a later batch changed it), used (something else needs it), work
-- (an alert in hand, a task), account (somebody's scope), merged (joined with another entry of the same person); `by_batch` is the batch, null where none is.
create or replace temp table undo_change as
select change_owner(entity) as owner, entity, entity_id, part, field, before, after from import_change where batch_id = $batch;

create or replace temp table undo_row as
with made as (
  select 'person' as owner, person_id as id from person where batch_id = $batch
  union
  -- taken up into another entry since
  select 'person', m.gone_id
  from person_merge m join merge_person p on p.merge_id = m.merge_id and p.side = 'gone'
  where m.undone_at is null and p.batch_id = $batch
  union all
  select 'household', household_id from household where batch_id = $batch
  union all
  select 'grid', grid_id from grid where batch_id = $batch
  union all
  select 'exit_application', application_id from exit_application where batch_id = $batch
  union all
  select 'grid_outline', grid_id from grid_outline where batch_id = $batch
),
touched as (
  select owner, entity_id as id from undo_change
  union
  select 'person', person_id from membership where batch_id = $batch
  union
  select 'grid', grid_id from duty where batch_id = $batch
  union
  select 'grid', grid_id from unit where batch_id = $batch
  union
  select 'grid', grid_id from grid_name where batch_id = $batch
  union
  select 'grid', grid_id from grid_list_year where batch_id = $batch
)
select owner, id, true as made from made
union all
select t.owner, t.id, false from touched t where not exists (select 1 from made m where m.owner = t.owner and m.id = t.id);

create or replace temp table undo_block (owner text, id integer, reason text, by_batch integer);

-- a later batch changed the same field, or one that belongs with it
insert into undo_block
select distinct c.owner, c.entity_id, 'later', l.batch_id
from undo_change c
join import_change l on l.entity = c.entity and l.entity_id = c.entity_id and l.part = c.part
  and change_aspect(l.entity, l.field) = change_aspect(c.entity, c.field)
where l.batch_id > $batch;

insert into undo_block
with joined as (
  select kept_id as id from person_merge where undone_at is null
  union
  select gone_id from person_merge where undone_at is null
)
select r.owner, r.id, 'merged', cast(null as integer) from undo_row r join joined j on r.owner = 'person' and r.id = j.id;

-- a later batch changed a row that this one made
insert into undo_block
with made as (
  select owner, id, null as entity, null as part from undo_row where made
  union all
  select 'grid', grid_id, 'duty', role from duty where batch_id = $batch
  union all
  select 'grid', grid_id, 'unit', '' from unit where batch_id = $batch
  union all
  select 'person', person_id, 'membership', grid_id || '|' || kind || '|' || batch_id from membership where batch_id = $batch
)
select distinct m.owner, m.id, 'later', l.batch_id
from made m
join import_change l on change_owner(l.entity) = m.owner and l.entity_id = m.id
where l.batch_id > $batch and (m.entity is null or l.entity = m.entity and l.part = m.part)
