-- purpose: the tables that batches of check-ins are gathered in.  parameters: none
-- one row: one scan that can be taken. Unknown people have `visitor`, the text by which they are known, instead of person_id.
create or replace table plan.check_ins (
  sheet integer, row bigint, person_id integer, visitor text, grid_id integer, scanned_at timestamp, direction text,
  temperature decimal(3, 1), symptoms text
);
create or replace table plan.visitor_seen (visitor text, name text, id_number text, id_type text, phone text, grid_id integer, first_at timestamp);
create or replace table plan.refused (sheet integer, row bigint);
create or replace table plan.shown_check_ins as select * from plan.staged_check_ins limit 0
