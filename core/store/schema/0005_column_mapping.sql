-- How the columns of other people's spreadsheets are read: said once by a clerk, used for every file with the same header.

-- one row: one header
create table column_mapping (
  mapping_id  integer not null,
  fingerprint text not null,                 -- of the header's labels in any order (core/ingest/meaning/answers.py)
  kind        text not null,                 -- people | check_ins | …
  name        text not null,                 -- as the clerk called it
  answers     text not null,                 -- JSON: columns {header: field or null}, fixed {field: text}, values {field: {text: text}}
  saved_by    text not null,
  saved_at    timestamp not null
);
