-- purpose: rows of undo_row, made by the batch, that must stay because rows of others need them.  parameters: $batch
-- Comes after the former values have been put back, so that what the batch itself pointed at its new rows no longer does.
insert into undo_block
with used as (
  select 'person' as owner, person_id as id, 'used' as reason, batch_id as by_batch from every_check_in where batch_id <> $batch
  union all
  select 'grid', grid_id, 'used', batch_id from every_check_in where batch_id <> $batch
  union all
  select 'grid', grid_id, 'used', batch_id from risk_area where grid_id is not null and batch_id is distinct from $batch
  union all
  select owner, id, 'used', batch_id from rows_of_parts where batch_id is distinct from $batch and not light
  union all
  select 'person', person_id, 'work', null from alert where status <> 'open' and coalesce(closing_reason, '') <> 'over'
  union all
  select 'grid', grid_id, 'work', null from alert where status <> 'open' and coalesce(closing_reason, '') <> 'over'
  union all
  -- what followed by itself and nobody has worked on holds nothing back
  select 'person', person_id, 'work', null from task where status not in ('drafted', 'cancelled') and (kind <> 'measure' or done_by is not null)
  union all
  select 'person', person_id, 'work', null from person_note
  union all
  select 'grid', grid_id, 'work', null from task where status not in ('drafted', 'cancelled') and (kind <> 'measure' or done_by is not null)
  union all
  select 'grid', grid_id, 'account', null from account_scope
  union all
  select 'grid', p.home_grid_id, 'merged', null from merge_person p join person_merge m on m.merge_id = p.merge_id where m.undone_at is null
  union all
  select 'household', p.household_id, 'merged', null from merge_person p join person_merge m on m.merge_id = p.merge_id where m.undone_at is null
  union all
  -- another batch pointed something at it, or undoing that batch would do so again
  select p.target, unnest([try_cast(c.before as integer), try_cast(c.after as integer)]), 'used', c.batch_id
  from import_change c join undo_pointer p on p.entity = c.entity and p.field = c.field where c.batch_id <> $batch
)
select distinct u.owner, u.id, u.reason, u.by_batch
from used u join undo_row r on r.owner = u.owner and r.id = u.id and r.made
