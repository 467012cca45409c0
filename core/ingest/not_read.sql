-- purpose: an issue on each row that says something, but in no column that is read
-- grain: plan.issue one row per row of given_rows (r) that has none yet.  parameters: $sheet
insert into plan.issue
select $sheet, r, null, 'row_not_read', null from given_rows
where not exists (select 1 from plan.issue i where i.sheet = $sheet and i.row = r and i.field is null and i.code like 'row!_%' escape '!')
