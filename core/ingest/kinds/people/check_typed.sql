-- purpose: plan.typed, the rows as the checks use them.  grain: one row per staged row.  parameters: none
create or replace view plan.typed as from plan.typed_rows
