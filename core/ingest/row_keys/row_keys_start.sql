-- purpose: the tables of row keys, empty for a file without any.  parameters: none
-- keyed: one row per row of the file whose key was found; idle: no cell was edited; visible: within the reader's scope
create or replace table plan.keyed (sheet integer, row bigint, entity_id integer, idle boolean, visible boolean);
-- stale: one row per edited cell whose stored value is another one than at the export
create or replace table plan.stale (sheet integer, row bigint, field text);
