-- purpose: posts that went along with a merge stand there no longer.  grain: duty.  parameters: $change
delete from duty d using grid_change_row r
where r.change_id = $change and r.table_name = 'duty' and d.grid_id = cast(r.row_key as integer) and d.role = r.now
