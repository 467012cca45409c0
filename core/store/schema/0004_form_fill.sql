-- Forms of others that were filled in from the registers: what stood in them last time, so that the next one marks what changed.

-- one row: one time that a form was filled in
create table form_fill (
  fill_id     integer primary key,
  form        text not null,                 -- fingerprint of the form's header
  kind        text not null,                 -- people | grids | units
  grid_id     integer not null,              -- of those in this grid; 0: the whole store
  masked      boolean not null,              -- with phones and ID numbers masked: such fills are compared with each other alone
  filled_at   timestamp not null,
  actor       text not null,
  rows        integer not null
);

-- one row: one row of a filled form. No values: a short hash of each cell's text as written, in the order of the form's columns
create table form_fill_row (
  fill_id     integer not null,
  entity_id   integer not null,              -- person_id or grid_id
  hashes      text not null                  -- six hexadecimal digits a cell
);

-- A grid whose responsible person or deputy was taken out keeps the row of the duty, without a name.
alter table duty alter column name drop not null;
