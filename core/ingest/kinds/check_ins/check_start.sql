-- purpose: the tables that batches of check-ins are gathered in.  parameters: none
-- turns: in or out by the order of the person's day, which check_turns.sql says
create type plan.way as enum ('in', 'out', 'pass', 'turns');

-- one row: one scan that can be taken, as narrow as can be, for there may be tens of millions. Of somebody on no roster person_id
-- is the number given in plan.visitor_number, made negative. `nth`: of the scans of one row, from 0.
create or replace table plan.check_ins (
  sheet smallint, row integer, nth tinyint, person_id integer, grid_id integer, scanned_at timestamp, direction plan.way, temperature decimal(3, 1)
);
create or replace table plan.symptom (sheet smallint, row integer, symptoms text);
-- one row: a document number as written; person_id where the register knows it, what it says where not
create or replace table plan.number (written text, person_id integer, document text, fault text);
-- one row: somebody as written, whom no document tells, looked up once for all batches; person_id null: nobody of the register
create or replace table plan.who_known (who text, person_id integer);
create or replace table plan.visitor_number (who text, new_no integer);
create or replace table plan.visitor_seen (new_no integer, name text, id_number text, id_type text, phone text, grid_id integer, first_at timestamp, unit_no text);
create or replace table plan.refused (sheet integer, row bigint);
create or replace table plan.again (sheet smallint, row integer, nth tinyint);
-- one row: a row of the list whose first scan is stored already, and a later one not
create or replace table plan.later_new (sheet smallint, row integer);

