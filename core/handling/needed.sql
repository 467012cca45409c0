-- purpose: whether the clock or something else calls for owners to be looked at anew.  grain: at most one row.  parameters: $at
select 1 from alert
where status not in ('resolved', 'dismissed') and (owner_grid_id is null or due_at is null or due_at <= $at and owner_role <> 'desk')
  or status in ('resolved', 'dismissed') and due_at is not null
limit 1
