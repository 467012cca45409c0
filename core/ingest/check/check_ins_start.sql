-- purpose: the tables that batches of check-ins are gathered in.  parameters: none
create type plan.way as enum ('in', 'out', 'pass');

-- one row: one scan that can be taken, as narrow as can be, for there may be tens of millions. Of somebody on no roster person_id
-- is the number given in plan.visitor_number, made negative.
create or replace table plan.check_ins (
  sheet smallint, row integer, person_id integer, grid_id integer, scanned_at timestamp, direction plan.way, temperature decimal(3, 1)
);
create or replace table plan.symptom (sheet smallint, row integer, symptoms text);
-- one row: a document number as written, judged once for all batches; person_id where the register knows it
create or replace table plan.number (id_number text, was_number boolean, document text, fault text, person_id integer);
create or replace table plan.visitor_number (who text, new_no integer);
create or replace table plan.visitor_seen (new_no integer, name text, id_number text, id_type text, phone text, grid_id integer, first_at timestamp);
create or replace table plan.refused (sheet integer, row bigint);
create or replace table plan.again (sheet smallint, row integer);
create or replace table plan.shown_check_ins as select * from plan.staged_check_ins limit 0
