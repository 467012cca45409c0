-- purpose: what undoing a batch would touch, and what later work stands in its way.  parameters: $batch
-- grain: undo_row one row of the registers that the batch made or changed (check-ins, which nothing depends on, are not among
-- them); undo_block one reason why such a row stays: later (a later batch changed it), used (something else needs it), work
-- (an alert in hand, a task, a note), account (somebody's scope), merged (joined with another entry of the same person); `by_batch` is the
-- batch, null where none is.  needs: what declared.py loads, and puts in place of rows_of_owners and rows_of_parts
create or replace temp table undo_change as
select t.owner, c.entity, c.entity_id, c.part, c.field, a.aspect, c.before, c.after
from import_change c join undo_table t on t.entity = c.entity join undo_aspect a on a.entity = c.entity and a.field = c.field
where c.batch_id = $batch;

create or replace temp table undo_row as
with made as (
  select owner, id from rows_of_owners where batch_id = $batch
  union
  -- taken up into another entry since
  select 'person', m.gone_id
  from person_merge m join merge_person p on p.merge_id = m.merge_id and p.side = 'gone'
  where m.undone_at is null and p.batch_id = $batch
),
touched as (
  select owner, entity_id as id from undo_change
  union
  select owner, id from rows_of_parts where batch_id = $batch
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
join undo_aspect a on a.entity = l.entity and a.field = l.field and a.aspect = c.aspect
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
  select owner, id, entity, part from rows_of_parts where batch_id = $batch
)
select distinct m.owner, m.id, 'later', l.batch_id
from made m
join undo_table t on t.owner = m.owner
join import_change l on l.entity = t.entity and l.entity_id = m.id
where l.batch_id > $batch and (m.entity is null or l.entity = m.entity and l.part = m.part)
