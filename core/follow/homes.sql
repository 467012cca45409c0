-- purpose: did batches register somebody, or change where somebody lives or that they do?  grain: one row, one boolean.  parameters: $batches
-- A batch of which no changes were kept counts as one that registered everybody it names.
with changed as (
  select entity_id, field from import_change where list_contains(cast($batches as integer[]), batch_id) and entity = 'person'
)
select
  exists (from changed where field in ('home_grid_id', 'status', 'status_on', 'registered'))
  or exists (
    from person p where list_contains(cast($batches as integer[]), p.batch_id) and not exists (from changed c where c.entity_id = p.person_id))
