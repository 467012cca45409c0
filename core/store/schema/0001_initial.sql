-- The store's whole first shape. Keys are integers (a text key costs ten times the memory at county scale); foreign keys are
-- checked set-wise by the importer, not by the database. Times are the county's own clock time, without zone.
-- Coordinates are WGS-84 degrees.

-- ── grids ────────────────────────────────────────────────────────────────────────────────────────────────────────────
-- one row: one node of responsibility. Area levels: county, township, village, section (households are their own table).
-- Block trees have a unit as root and any depth below it.
create table grid (
  grid_id     integer primary key,
  code        text not null,                 -- today's code; former ones in grid_name
  name        text not null,
  axis        text not null,                 -- 'area' | 'block'
  level       text not null,                 -- area: county|township|village|section; block: unit|department|team (school: unit|stage|class …)
  parent_id   integer,                       -- null: root of its tree
  area_id     integer,                       -- block grids: the area grid in which it lies
  lon         double,
  lat         double,
  closed_on   date,
  batch_id    integer,
  version     integer not null default 1,
  updated_at  timestamp not null
);

-- one row: a code or name by which a grid has been known (today's included), so that old lists still find it
create table grid_name (
  grid_id     integer not null,
  kind        text not null,                 -- 'code' | 'name'
  value       text not null,
  batch_id    integer
);

-- one row: `grid_id` lies in `ancestor_id` (itself included; the whole store is ancestor 0). A block grid lies in its block
-- parents and also in the area grids around it. The one mechanism for scope, filters and sums. Rebuilt by
-- core/registry/tree.py whenever grids change.
create table grid_tree (
  ancestor_id integer not null,
  grid_id     integer not null
);

-- one row: the outline of a grid (GeoJSON geometry, WGS-84)
create table grid_outline (
  grid_id     integer primary key,
  geometry    text not null,
  source      text not null,
  batch_id    integer
);

-- one row: someone answers for a grid
create table duty (
  grid_id     integer not null,
  role        text not null,                 -- 'responsible' | 'deputy'
  name        text not null,
  position    text,
  phone       text,
  duties      text,
  batch_id    integer
);

-- one row: what is particular to the root of a block tree
create table unit (
  grid_id     integer primary key,
  kind        text not null,                 -- enterprise | school | site | government | hospital | other
  industry    text,
  staff       integer,                       -- people expected
  resumption  text not null default 'closed',-- closed | applied | resumed
  resumed_on  date,
  staff_back  integer,
  batch_id    integer
);

-- ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table household (
  household_id   integer primary key,
  code           text not null,              -- as in the roster, unique within its grid
  grid_id        integer not null,
  address        text,
  householder_id integer,
  batch_id       integer
);

create table person (
  person_id    integer primary key,
  name         text,
  pinyin       text,                         -- 'zhang wei'
  initials     text,                         -- 'zw'
  id_type      text,                         -- resident_id | passport | hk_macau | taiwan | other
  id_number    text,                         -- normalised: 18 characters for resident_id
  sex          text,                         -- 'male' | 'female'
  birth_date   date,
  phone        text,
  address      text,
  home_grid_id integer,                      -- null: an unregistered visitor
  household_id integer,
  relation     text,                         -- to the householder, as written
  origin       text,                         -- where a returnee came from
  arrived_on   date,
  attention    text,                         -- class code that the roster itself asks for (key_attention, home_quarantine, …)
  attention_until date,
  registered   boolean not null default true,-- false: seen by a scan, not on a roster
  batch_id     integer,
  version      integer not null default 1,
  updated_at   timestamp not null
);

create table membership (
  person_id   integer not null,
  grid_id     integer not null,
  kind        text not null,                 -- home | work | study | temporary
  since       date,
  until       date,                          -- null: goes on
  batch_id    integer
);

-- ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────────
-- kept in time order, so that a day is read without looking at the others
create table check_in (
  person_id   integer not null,
  grid_id     integer not null,
  scanned_at  timestamp not null,
  direction   text not null,                 -- in | out | pass
  temperature decimal(3, 1),                 -- °C
  symptoms    text,
  batch_id    integer not null
);

create table declaration (
  declaration_id integer primary key,
  person_id   integer not null,
  kind        text not null,                 -- health | trip | arrival
  declared_at timestamp not null,
  place       text,
  from_date   date,
  until_date  date,
  temperature decimal(3, 1),
  symptoms    text,
  batch_id    integer
);

create table exit_application (
  application_id integer primary key,
  person_id   integer not null,
  applied_at  timestamp not null,
  leave_on    date,
  return_on   date,
  destination text,
  reason      text,
  status      text not null default 'pending', -- pending | approved | refused
  decided_by  text,
  batch_id    integer
);

-- ── imports ──────────────────────────────────────────────────────────────────────────────────────────────────────────
create table import_batch (
  batch_id    integer primary key,
  imported_at timestamp not null,
  actor       text not null,
  file_name   text not null,
  sha256      text not null,
  bytes       bigint not null,
  status      text not null,                 -- committed | undone
  seconds     double
);

create table import_sheet (
  batch_id    integer not null,
  sheet       text not null,
  kind        text not null,
  header_row  integer,
  mapping     text not null,                 -- JSON {source header: field}
  rows        bigint not null,
  new         bigint not null,
  changed     bigint not null,
  unchanged   bigint not null,
  conflict    bigint not null,
  rejected    bigint not null
);

create table import_issue (
  batch_id    integer not null,
  sheet       text not null,
  row         bigint,                        -- as the spreadsheet numbers it
  col         text,                          -- source header
  code        text not null,
  severity    text not null,                 -- error | warning
  fields      text                           -- JSON, already masked
);

-- ── rollups ──────────────────────────────────────────────────────────────────────────────────────────────────────────
-- one row: what was scanned in one grid itself (not below it) on one day; sums over grid_tree give any grid.
create table grid_day (
  grid_id        integer not null,
  day            date not null,
  check_ins      integer not null,
  entries        integer not null,
  exits          integer not null,
  people         integer not null,           -- distinct, of this grid itself: does not add up over grids
  fevers         integer not null,           -- people at or above 37.3 °C
  outsiders      integer not null,           -- people whose home lies elsewhere
  residents_seen integer not null,           -- people whose home is this grid, seen anywhere (adds up)
  expected       double                      -- check-ins expected from the same weekdays before
);

-- one row: one person on one day
create table person_day (
  person_id       integer not null,
  day             date not null,
  check_ins       smallint not null,
  grids           smallint not null,
  max_temperature decimal(3, 1),
  first_at        timestamp not null,
  last_at         timestamp not null,
  last_grid_id    integer not null
);

-- one row: people of one home grid seen in another grid on one day
create table flow_day (
  day          date not null,
  home_grid_id integer not null,
  grid_id      integer not null,
  people       integer not null
);

-- ── classes, grades, alerts, tasks ───────────────────────────────────────────────────────────────────────────────────
-- one row: one class that one person is in today. `rank` 1 is the one shown.
create table person_class (
  person_id      integer not null,
  class          text not null,
  rank           smallint not null,
  since          date not null,
  until          date,
  reason         text not null,              -- reason code; worded at the edge
  fields         text,                       -- JSON for the words
  policy_version text not null
);

-- one row: people of one home grid whose shown class is `class`, on one day that was classified
create table class_day (
  day          date not null,
  home_grid_id integer not null,
  class        text not null,
  people       integer not null
);

create table grid_grade (
  grid_id        integer not null,
  grade          text not null,              -- low | medium | high
  since          date not null,
  reason         text not null,
  fields         text,
  policy_version text not null
);

create table alert (
  alert_id       integer primary key,
  detector       text not null,
  grid_id        integer not null,           -- where; for a person, the home grid
  person_id      integer,
  status         text not null,              -- open | acknowledged | assigned | resolved | dismissed
  severity       text not null,              -- low | medium | high
  score          double not null,            -- how strong, comparable within a detector
  first_day      date not null,
  last_day       date not null,
  reason         text not null,              -- reason code; worded at the edge
  fields         text,                       -- JSON for the words: observed, expected, measure …
  policy_version text not null,
  opened_at      timestamp not null,
  handled_by     text,
  handled_at     timestamp,
  closing_reason text
);

create table task (
  task_id     integer primary key,
  alert_id    integer,
  kind        text not null,                 -- visit | call | verify
  grid_id     integer not null,
  person_id   integer,
  owner       text,
  due_at      timestamp,
  status      text not null,                 -- open | done | overdue | cancelled
  created_by  text not null,
  created_at  timestamp not null,
  done_at     timestamp,
  outcome     text
);

-- ── access and audit ─────────────────────────────────────────────────────────────────────────────────────────────────
create table account (
  account_id    integer primary key,
  login         text not null unique,
  name          text not null,
  role          text not null,               -- leader | command | clerk | officer | admin
  password_hash text,                        -- null: may not log in with a password (demo accounts)
  active        boolean not null default true,
  created_at    timestamp not null
);

create table account_scope (
  account_id  integer not null,
  grid_id     integer not null               -- 0: the whole store
);

create table session (
  token_hash  text not null,
  account_id  integer not null,
  created_at  timestamp not null,
  expires_at  timestamp not null,
  seen_at     timestamp not null
);

-- a link that may be used once: the first administrator, an invitation
create table one_time_link (
  token_hash  text not null,
  purpose     text not null,
  expires_at  timestamp not null,
  used_at     timestamp
);

create table audit_entry (
  entry_id    bigint primary key,
  happened_at timestamp not null,
  actor       text not null,
  event       text not null,
  fields      text not null,                 -- JSON without personal values
  hash        text not null                  -- over the previous entry's hash and this entry
);

-- ── shared expressions ───────────────────────────────────────────────────────────────────────────────────────────────
-- Grids that a reader may see, from the roots of the scope. An empty list sees nothing.
create macro scope_grids(roots) as table
  select distinct grid_id from grid_tree where list_contains(roots, ancestor_id);

create macro mask_phone(value) as
  case when value is null then null
       when length(value) >= 8 then left(value, 3) || '****' || right(value, 4)
       else repeat('*', length(value)) end;
create macro mask_id(value) as
  case when value is null then null
       when length(value) >= 15 then left(value, 6) || repeat('*', length(value) - 10) || right(value, 4)
       else left(value, 1) || repeat('*', greatest(length(value) - 1, 0)) end;
create macro mask_name(value) as
  case when value is null then null else left(value, 1) || repeat('*', greatest(length(value) - 1, 1)) end;
