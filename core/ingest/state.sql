-- purpose: what changes whenever the registers do.  grain: one row.  parameters: $intake (what batches of scans that came by themselves are called)
with counted as (
  select count(*) as people, max(updated_at) as changed_at from person
  where registered or coalesce(batch_id, 0) not in (select batch_id from import_batch where file_name = $intake)
)
select (select max(batch_id) from import_batch), (select max(entry_id) from audit_entry where event = 'import.undone'),
  (select count(*) from grid), (select max(updated_at) from grid), (select people from counted), (select changed_at from counted)
