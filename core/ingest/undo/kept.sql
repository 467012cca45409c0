-- purpose: rows made by the batch that must stay because rows that stay point at them. Run until it adds nothing.
-- grain: undo_block one reason.  parameters: $batch
insert into undo_block
with pointing as (
  select 'person' as owner, person_id as id, 'exit_application' as from_owner, application_id as from_id, batch_id from exit_application
  union all
  select 'person', householder_id, 'household', household_id, batch_id from household
  union all
  select 'household', household_id, 'person', person_id, batch_id from person
  union all
  select 'grid', home_grid_id, 'person', person_id, batch_id from person
  union all
  select 'grid', grid_id, 'household', household_id, batch_id from household
  union all
  select 'grid', parent_id, 'grid', grid_id, batch_id from grid
  union all
  select 'grid', area_id, 'grid', grid_id, batch_id from grid
  union all
  select 'grid', grid_id, 'person', person_id, batch_id from membership
),
staying as (select owner, id, min(by_batch) as by_batch from undo_block group by owner, id)
select distinct p.owner, p.id, 'used', case when s.id is null then p.batch_id else s.by_batch end
from pointing p
join undo_row r on r.owner = p.owner and r.id = p.id and r.made
left join staying s on s.owner = p.from_owner and s.id = p.from_id
where (p.batch_id is distinct from $batch or s.id is not null)
  and not exists (select 1 from staying b where b.owner = p.owner and b.id = p.id)
