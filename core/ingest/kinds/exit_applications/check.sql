-- purpose: whom exit applications are of.  grain: plan.who_asked one row per staged row.  parameters: none
create or replace table plan.who_asked as
select sheet, row, id_number, phone, name, null::integer as grid_id, null::integer as known_id from plan.staged_exit_applications
