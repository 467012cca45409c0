-- The store's whole shape: until 1.0 a change is made here, and a store of before is made anew. Keys are integers (a text key costs ten times the memory at county scale); foreign keys are
-- checked set-wise by the importer, not by the database. Times are the county's own clock time, without zone.
-- Coordinates are WGS-84 degrees.

-- each commit takes one: core/store/mark.py
create sequence commit_number;

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
  closed_on   date,                          -- from this day on it is no more; what lies in it stays where it is
  closed_note text,                          -- as the list says it, where it says more than “abolished”: 并入城东社区
  into_id     integer,                       -- the grid that it went into, where the register knows it
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

-- one row: one change of the grids themselves that somebody carried out (core/grid_changes). A grid that was merged lies, closed, in the one that it
-- went into, so that its history counts there from the first day on.
create table grid_change (
  change_id   integer primary key,
  act         text not null,                 -- merge | split | move | rename | close
  sources     text not null,                 -- JSON list of grid ids
  target_id   integer not null,              -- what they went into; of a split the new grid; of a move the grid above; else the grid itself
  made        boolean not null,              -- the target came to be by it
  day         date not null,                 -- from when on
  note        text,
  actor       text not null,
  done_at     timestamp not null,
  undone_by   text,
  undone_at   timestamp
);

-- one row: one value that a change of the grids put in place of another
create table grid_change_row (
  change_id   integer not null,
  table_name  text not null,
  column_name text not null,
  row_key     text not null,                 -- core/grid_changes/columns.py says of which columns
  was         text,
  now         text
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
  role        text not null,                 -- 'responsible' | 'deputy' | what a chain of several calls it: 县级包保领导
  name        text,                          -- null: the person was taken out, the duty stays
  position    text,
  phone       text,
  duties      text,
  batch_id    integer,
  rank        integer                        -- of a chain: which of them, from the first
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
  obstacle    text,                          -- why it has not reopened, as its list says; several parted by 、 or ;
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
  home_grid_id integer,                      -- null: an unregistered visitor, or somebody of whom only the unit is known
  household_id integer,
  relation     text,                         -- to the householder, as written
  origin       text,                         -- where a returnee came from
  arrived_on   date,
  attention    text,                         -- class code that the roster itself asks for (key_attention, home_quarantine, …)
  attention_until date,                      -- 9999-12-31: the roster says that there is no end
  status       text,                         -- null: present | died | moved_out | cancelled (in the household register) | lost (out of contact)
  status_on    date,                         -- the first day of it
  status_note  text,                         -- as the list says it, where it says more: 迁往南宁
  registered   boolean not null default true,-- false: seen by a scan, not on a roster
  batch_id     integer,
  version      integer not null default 1,
  updated_at   timestamp not null
);

-- one row: something a policy wants to know of a person, as it was told. A fact of a policy is a row, never a column: declared in
-- core/policy/<scenario>/facts.toml. Of several that go on the latest counts.
create table person_fact (
  fact_id     integer primary key,
  person_id   integer not null,
  fact        text not null,                 -- code of facts.toml
  value       text not null,                 -- text, a date as 2026-01-31, a number, or a code of its values
  since       date,                          -- counts from then on; where scans lag, the day after their last
  until       date,                          -- null: goes on
  source      text,                          -- the file, or who said it
  batch_id    integer,
  told_on     date                           -- how long it holds is reckoned from this day; null: from since
);

-- one row: what somebody of the staff wrote down about a person; never changed
create table person_note (
  note_id     integer primary key,
  person_id   integer not null,
  noted_at    timestamp not null,
  actor       text not null,
  note        text not null
);

create table membership (
  person_id   integer not null,
  grid_id     integer not null,
  kind        text not null,                 -- home | work | study | contact (a pupil's parent) | temporary
  since       date,
  until       date,                          -- null: goes on
  batch_id    integer,
  unit_no     text                           -- the person's number in that unit (学号, 工号), as written; of a visitor as a machine there wrote it
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

-- one row: a file of check-ins in the lake (core/lake), or a part of the cluster's table, that counts; what lies there besides is left over from a write that was cut off
create table lake_file (
  name   text primary key,                   -- below the lake's folder; of a table what stands in its column part
  day    date not null,
  rows   bigint not null,
  put_at timestamp not null,
  near   boolean not null                    -- the desk can read it by itself: a file, or a part whose rows stand in near_check_in too
);
-- one row: a check-in of a part of the cluster's table, kept here as well while its day is near
create table near_check_in (
  person_id   integer not null,
  grid_id     integer not null,
  scanned_at  timestamp not null,
  direction   text not null,
  temperature decimal(3, 1),
  symptoms    text,
  batch_id    integer not null
);
-- one row: a check-in, wherever it is kept, but for parts that are not near. Of the store alone until there is a lake; core/store/outside.py writes it anew when files come or go
create view every_check_in as select * from check_in;
-- one row: a day whose figures wait for the engine (core/rollup/incremental.py)
create table rollup_due (
  day       date primary key,
  since     timestamp not null
);

-- one row: what somebody told of their health or a trip at one time; of a form with a morning and an evening, a row of each
create table declaration (
  declaration_id integer primary key,
  person_id   integer not null,
  kind        text not null,                 -- health | trip | arrival
  declared_at timestamp not null,
  half        text,                          -- morning | noon | evening; null: not told
  place       text,                          -- been to, as written
  from_date   date,
  until_date  date,
  transport   text,                          -- with its number: G2941, 桂A12345
  seat        text,
  temperature decimal(3, 1),
  symptom     boolean,                       -- null: not told
  symptoms    text,                          -- which; several parted by 、
  case_contact boolean,                      -- with somebody infected; null: not told
  batch_id    integer
);

-- one row: one test of one person
create table test_result (
  test_id     integer primary key,
  person_id   integer not null,
  sampled_at  timestamp,                     -- at midnight: only the day is known
  reported_at timestamp,
  result      text not null,                 -- positive | negative | invalid | pending | pool_positive: the tube of several people is, until their own test
  method      text,                          -- pcr | antigen | antibody
  ct          decimal(4, 2),                 -- the lowest of those told
  tube_no     text,
  site        text,                          -- where the sample was taken
  batch_id    integer
);

-- one row: one stay under observation
create table quarantine (
  quarantine_id integer primary key,
  person_id   integer not null,
  since       date,
  until       date,                          -- 9999-12-31: the list says that there is no end yet; null: not told
  place       text,                          -- central | home | hospital
  place_name  text,
  doctor      text,
  released_on date,                          -- the last day, whatever was planned
  reason      text,
  batch_id    integer
);

-- one row: a form without anybody on it: of this grid there was nobody to report that day
create table nil_report (
  report_id   integer primary key,
  kind        text not null,                 -- kind of list
  grid_id     integer not null,
  day         date not null,
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
  status      text not null default 'pending', -- pending | approved | refused | withdrawn
  decided_by  text,                          -- as its list says
  batch_id    integer
);

-- one row: what somebody said to an application. Of one that the level above has to allow too, the responsible's approval is the first of two.
create table exit_decision (
  application_id integer not null,
  step        smallint not null,             -- 1: the responsible, 2: the level above
  decision    text not null,                 -- approved | refused | withdrawn (by who applied)
  reason      text not null,
  decided_by  text not null,                 -- account
  decided_at  timestamp not null,
  batch_id    integer
);

-- ── clues ────────────────────────────────────────────────────────────────────────────────────────────────────────────
-- one row: something that somebody told the desk. It does nothing by itself: a person checks it.
create table clue (
  clue_id     integer primary key,
  receipt     text not null,                 -- the number that who told it was given: XS20260131-0003-K7
  kind        text not null,                 -- core/policy/clues.toml
  told        text not null,
  place       text,                          -- as told
  grid_id     integer,                       -- null: not known where; only the whole county sees it
  person_id   integer,                       -- whom it is about
  alert_id    integer,                       -- which it bears on
  task_id     integer,                       -- that was made of it
  channel     text not null,                 -- phone | visit | letter | online | patrol
  teller      text,                          -- null: told without a name
  teller_phone text,
  told_at     timestamp not null,
  taken_by    text not null,                 -- account that wrote it down
  state       text not null default 'new',   -- new | checking | confirmed | refuted | unclear | answered
  verdict     text,                          -- confirmed | refuted | unclear; null: not said yet
  found_note  text,                          -- why, in words
  answer      text,                          -- what who told it was told
  checked_by  text,                          -- who checks it, and from when on
  checked_at  timestamp,
  found_at    timestamp,
  answered_by text,
  answered_at timestamp
);

-- one row: a picture of a clue, made anew from what came in: no place, no camera in it
create table clue_picture (
  clue_id     integer not null,
  position    smallint not null,             -- from 1
  jpeg        blob not null,
  width       integer not null,
  height      integer not null
);

-- ── work orders of the 12345 line ────────────────────────────────────────────────────────────────────────────────────
-- one row: one work order, found again by its number
create table work_order (
  order_id    integer primary key,
  order_no    text not null,
  received_at timestamp not null,
  kind        text,                          -- enquiry | help | complaint | report | suggestion | praise
  urgent      boolean not null,
  category    text,                          -- the line's own, from the widest to the narrowest: 城乡建设 › 供水
  told        text not null,
  opinion     text,                          -- 转办意见
  unit        text,                          -- 承办单位, as written
  source      text,
  address     text,
  caller      text,
  phone       text,
  secret      boolean not null,              -- who called is not to be told on
  wants_answer boolean,
  grid_id     integer,                       -- who has it; null: still to be dispatched
  proposed_grid_id integer,                  -- that its text speaks of
  matched_by  text,                          -- grid | address | text: what the grid was found by; hand
  state       text not null default 'new',   -- new | dispatched | taken | answered | accepted | withdrawn
  days        smallint not null,             -- working days after the day of receipt; 0: the same day
  told_due    timestamp,                     -- the end that the line itself gave
  extended    smallint not null default 0,   -- further working days
  paused      integer not null default 0,    -- working days that it stood still
  paused_at   timestamp,                     -- stands still since
  due_at      timestamp not null,            -- of all these
  dispatched_at timestamp,
  taken_at    timestamp,
  answer      text,
  answered_at timestamp,
  answered_by text,
  checked_at  timestamp,
  check_note  text,
  returned    smallint not null default 0,   -- how often the answer was not accepted
  batch_id    integer
);

-- one row: what was done with a work order
create table work_order_act (
  order_id    integer not null,
  acted_at    timestamp not null,
  actor       text not null,
  act         text not null,                 -- dispatch | take | send_back | pause | resume | extend | answer | return | accept | withdraw | phone
  note        text,
  batch_id    integer
);

-- ── papers ───────────────────────────────────────────────────────────────────────────────────────────────────────────
-- one row: a paper that was made for a person (core/papers). Of one kind and year the numbers run on from 1 without a gap; a void one keeps its own.
create table paper (
  paper_id    integer primary key,
  kind        text not null,                 -- code of a pack's papers.toml
  year        smallint not null,
  number      integer not null,
  file_no     text not null,                 -- as printed: 甲指居〔2026〕12号
  person_id   integer not null,
  grid_id     integer,                       -- where the person lived then
  class       text,                          -- because of which
  since       date,                          -- the stretch of that class
  until       date,
  language    text not null,                 -- zh | en
  template_id integer,                       -- null: the one that is shipped
  told        text not null,                 -- JSON: what stands in its blanks, so that a print again is the same paper
  issued_on   date not null,
  made_by     text not null,
  made_at     timestamp not null,
  received_by text,                          -- who signed for it; null: not signed yet
  received_on date,
  receipt_by  text,                          -- account that ticked it
  receipt_at  timestamp,
  void_reason text,                          -- null: stands
  voided_by   text,
  voided_at   timestamp
);

-- one row: a template of the county's own; never changed: another one replaces it, papers keep theirs
create table paper_template (
  template_id integer primary key,
  kind        text not null,
  language    text not null,
  file_name   text not null,
  docx        blob not null,                 -- as checked and made ready
  html        text not null,                 -- the same for a browser
  placed_by   text not null,
  placed_at   timestamp not null,
  withdrawn_by text,
  withdrawn_at timestamp                     -- null: in use
);

-- one row: how the county words a kind of paper; without, as shipped
create table paper_office (
  kind        text primary key,
  mark        text not null,                 -- 发文机关代字: what stands before the year
  issuer      text not null                  -- 发文机关
);

-- ── places for people ────────────────────────────────────────────────────────────────────────────────────────────────
-- one row: a place in which people stay for a while
create table lodging (
  lodging_id  integer primary key,
  kind        text not null,                 -- quarantine | shelter
  name        text not null,
  grid_id     integer not null,              -- the area grid in which it lies
  unit_id     integer,                       -- a unit of the register that it is: a school, a hotel
  address     text,
  contact     text,
  phone       text,                          -- of who keeps it
  open        boolean not null default true,
  batch_id    integer
);

-- one row: a room with beds; of a place that tells no rooms one, with all its beds
create table lodging_room (
  room_id     integer primary key,
  lodging_id  integer not null,
  name        text not null,                 -- '' for the one of a place without rooms
  beds        integer not null,
  batch_id    integer
);

-- one row: a person in a bed from a moment until a moment
create table lodging_stay (
  stay_id     integer primary key,
  room_id     integer not null,
  bed         integer not null,              -- from 1
  person_id   integer not null,
  came_at     timestamp not null,
  left_at     timestamp,                     -- null: is there
  in_by       text not null,
  out_by      text,
  batch_id    integer
);

-- ── policy ───────────────────────────────────────────────────────────────────────────────────────────────────────────
-- one row: an emergency that was declared; packs of policy run within one and nowhere else
create table emergency (
  emergency_id integer primary key,
  pack        text not null,                 -- a folder of core/policy
  name        text not null,
  ordered_by  text not null,                 -- who ordered it
  order_no    text,                          -- number of the order
  grid_id     integer,                       -- its area, with all below; null: everywhere
  since       date not null,
  until       date,                          -- its last day; null: open
  declared_by text not null,                 -- account
  declared_at timestamp not null,
  ended_by    text,                          -- who ended or extended it last
  ended_at    timestamp
);

-- one row: a policy of a pack that the county wrote or chose. A published one is never changed: what holds on a day is the last
-- published with from_day no later; before any, the pack's own edition.
create table policy_version (
  version_id  integer primary key,
  pack        text not null,
  edition     text not null,                 -- core/policy/<pack>/editions
  name        text not null,
  note        text,
  changes     text not null,                 -- TOML laid over the edition
  status      text not null,                 -- draft | published
  from_day    date,
  written_by  text not null,
  written_at  timestamp not null,
  published_by text,
  published_at timestamp
);

-- ── risk areas ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- one row: one area at one level from a day on. A change of level is a row of its own, which ends the one before (standing_areas).
create table risk_area (
  area_id      integer primary key,
  name         text not null,                -- as published
  level        text not null,                -- high | medium | low
  grid_id      integer,                      -- a grid of the county
  code         text,                         -- else the province, city or county in which it lies (2, 4 or 6 figures of GB/T 2260)
  below        text,                         -- … and what of it, as compared; null: the whole
  since        date not null,
  until        date,                         -- its last day as told; null: stands
  source       text,
  published_on date,
  added_by     text not null,
  added_at     timestamp not null,
  released_by  text,                         -- who let the drafted tasks go
  released_at  timestamp,
  removed_by   text,
  removed_at   timestamp,
  batch_id     integer
);

-- one row: one person's stay in a risk area, as far as anything tells of it; found anew whenever data change (core/screening)
create table risk_stay (
  area_id     integer not null,
  person_id   integer not null,
  how         text not null,                 -- came_from | passed_through | declared | applied (to go there) | lives_in | works_in
  grid_id     integer,                       -- within the county: where
  from_on     date,                          -- null: not known, or always
  left_on     date,                          -- last day there; null: not known, of lives_in and works_in: goes on
  arrived_on  date,                          -- in the county
  sure        boolean not null,              -- false: what is told is wider than the area (湖北 for 武汉), or fits several places
  within      boolean not null,              -- within the look-back of the running policy
  batch_id    integer                        -- the file that tells of it
);

-- one row: a task that was drafted because of an area; one person has one task for several areas
create table risk_task (
  area_id     integer not null,
  task_id     integer not null
);

-- Cases and their contacts, of people of the register or of nobody it knows (line lists without names, the number as key). A contact names its
-- case by number or by name; which case that is, is looked up when it is asked (contact_sources), so that a contact waits for its case.

-- one row: one case of one person
create table disease_case (
  case_id      integer primary key,
  person_id    integer,                      -- null: nobody of the register
  case_no      text not null,                -- as its list has it
  own_no       boolean not null default false, -- the number is this system's, for the list had none
  sex          text,                         -- of whom the register does not know: as told
  age          double,                       -- years
  onset_on     date,                         -- first symptoms
  sampled_on   date,                         -- the first positive sample
  confirmed_on date,
  reported_on  date,
  disease      text,                         -- covid | dengue | chikungunya | influenza | norovirus | measles | hfmd | mpox | other; null: not told
  kind         text,                         -- confirmed | clinical | suspected | asymptomatic; null: not told
  severity     text,                         -- mild | moderate | severe | critical
  outcome      text,                         -- in_care | discharged | died | excluded
  outcome_on   date,
  infector_no  text,                         -- the number of the case from whom it came
  hospital     text,
  grid_id      integer,                      -- where the list places it
  address      text,
  batch_id     integer
);

-- one row: somebody who was near one case (or near a contact of one)
create table case_contact (
  contact_id       integer primary key,
  person_id        integer,                  -- null: nobody of the register
  contact_no       text,                     -- the contact's own number
  case_no          text,                     -- of the case; or of the contact through whom it came
  case_name        text,                     -- where the list has the case's name alone
  kind             text,                     -- close | second | general
  relation         text,                     -- to the case: family | colleague | classmate | neighbour | meal | transport | medical | patient | other
  last_contact_on  date,
  found_on         date,
  quarantine_from  date,
  quarantine_until date,
  place            text,                     -- central | home | hospital
  place_name       text,
  address          text,
  batch_id         integer
);

-- one row: a gauge for one grid that it stands for, and its own values from which people get ready or are moved; null: none is set
create table station (
  station_id      integer primary key,
  code            text not null,             -- its name where the list gives no code; one row per grid
  name            text not null,
  grid_id         integer not null,          -- and all below it
  rain_1h_prepare double,                    -- mm in so many hours
  rain_1h_move    double,
  rain_3h_prepare double,
  rain_3h_move    double,
  rain_6h_prepare double,
  rain_6h_move    double,
  water_prepare   double,                    -- m
  water_move      double,
  batch_id        integer
);

-- one row: one value of a place at a moment
create table reading (
  reading_id  integer primary key,
  grid_id     integer not null,              -- of a station the first that it stands for
  station     text,                          -- its code; null: of the grid itself
  measured_at timestamp not null,
  indicator   text not null,                 -- rain_1h | rain_3h | rain_6h | rain_24h (mm) | water_level (m) | breteau | moi
  value       double not null,
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
  status      text not null,                 -- committed | undone | partly_undone
  seconds     double,
  logged      boolean default false          -- false: its changes were not logged, so it can't be undone
);

-- one row: a batch that was no file, but one person registered on arrival
create table import_form (
  batch_id    integer primary key
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
  fields      text,                          -- JSON, already masked
  grid_id     integer                        -- of its row; null: of no one grid
);

-- What an import changed, so that it can be undone; and where it reached, so that it is known who may see and undo it.

-- one row: one field of one stored row that a batch gave another value. Rows that a batch made are known by their own
-- `batch_id`; a changed row keeps the batch that made it. Holds personal values: erasing a person means erasing them here too.
create table import_change (
  batch_id    integer not null,
  entity      text not null,                 -- the table
  entity_id   integer not null,              -- its key: person_id, grid_id …
  part        text not null,                 -- tells rows of one key apart (duty: role; membership: grid|kind|batch), else ''
  field       text not null,
  before      text,
  after       text
);

-- one row: a grid in which a batch made or changed something
create table import_grid (
  batch_id    integer not null,
  grid_id     integer not null
);

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

-- Of which year the lists are that name a grid, so that an older one is known for such whatever the order of the imports.

-- one row: a list of that year gave, or bore out, the code and name that the grid has. Only lists that state their year, and of
-- each grid only what is newer than before.
create table grid_list_year (
  grid_id     integer not null,
  list_year   integer not null,
  batch_id    integer not null
);

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

-- one row: a grid with all below it on one day; what was scanned of what was to be expected, a surplus of one place making up for no other's gap
create table coverage_day (
  grid_id  integer not null,
  day      date not null,
  seen     double not null,                  -- coverage: seen ÷ expected
  expected double not null
);

-- one row: one person on one day
create table person_day (
  person_id       integer not null,
  day             date not null,
  check_ins       integer not null,
  grids           integer not null,
  max_temperature decimal(3, 1),
  first_at        timestamp not null,
  last_at         timestamp not null,
  last_grid_id    integer not null
);

-- one row: a day whose data are not there, of the whole store (grid 0) or of a township: never to be read as zero
create table missing_day (
  grid_id integer not null,
  day     date not null
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
  policy_version text not null,
  grid_id        integer,                    -- where it is counted
  counted_from   date,                       -- of several events of the class the last; since: the first
  phase          smallint,                   -- of a chain: 1, 2 …
  place          text,                       -- of that phase: central | home | monitoring | self | hospital
  phase_until    date,
  test_days      date[],                     -- of all phases
  chain          text,                       -- JSON: last days and places of the phases, days of testing
  ends_by        text not null default 'over', -- over | event: how it will end if nothing happens
  manual_id      integer                     -- the decision that gave or extended it; null: the rules
);

-- one row: a stretch of days in which a person was in a class, as classified; the ordinary class of residents is not kept. Detectors
-- read it, so that a scan of last week is judged by the class of that day.
create table class_history (
  stretch_id     integer primary key,
  person_id      integer not null,
  class          text not null,
  since          date not null,
  until          date,                       -- null: goes on
  policy_version text not null,              -- whose length it has
  ended_by       text,                       -- over | released | event | manual | withdrawn | gone | excluded | policy
  planned        date,                       -- when it is to end; null: open
  counted_from   date,
  chain          text
);

-- one row: what somebody decided on a person's class; never changed, a later decision on the same class takes its place
create table manual_class (
  manual_id      integer primary key,
  person_id      integer not null,
  class          text not null,
  act            text not null,              -- give | release | extend
  since          date not null,              -- release: whatever began up to this day is not the person's class from it on …
  until          date not null,              -- … to this day
  reason         text not null,              -- core/policy/decisions.toml
  note           text,
  actor          text not null,
  decided_at     timestamp not null
);

-- one row: one figure of the policy by which the rollups were counted, so that another one is noticed
create table rollup_rule (
  name  text not null,
  value double not null
);

-- one row: people of one home grid whose shown class is `class`, on one day that was classified
create table class_day (
  day          date not null,
  home_grid_id integer not null,
  class        text not null,
  people       integer not null
);

-- one row: people of one home grid who came into a class, left it or moved to another since the day classified before; counted with
-- class_day, so that both agree. Rows of one day, grid and pair of classes add up: of somebody classified anew the old one is taken off (-1)
create table class_flow_day (
  day          date not null,
  home_grid_id integer not null,
  from_class   text,                         -- the class shown before; null: on no roster
  to_class     text,                         -- the class shown now; null: gone, or on no roster
  people       integer not null
);

-- one row: as which class somebody was shown on one of the last two days classified: what today's flows are counted against, however
-- often today is classified anew
create table class_shown (
  day          date not null,
  person_id    integer not null,
  grid_id      integer not null,
  class        text not null
);

create table grid_grade (
  grid_id        integer not null,
  grade          text not null,              -- low | medium | high | unknown (can't be told)
  since          date not null,
  reason         text not null,
  fields         text,
  policy_version text not null
);

-- one row: a stretch of days in which a grid had a grade, and why when it got it
create table grade_history (
  grid_id        integer not null,
  grade          text not null,
  since          date not null,
  until          date,                       -- null: goes on
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
  severity       text not null,              -- low | medium | high: of its strongest day
  score          double not null,            -- how strong, comparable within a detector
  first_day      date not null,
  last_day       date not null,
  reason         text not null,              -- reason code; worded at the edge
  fields         text,                       -- JSON for the words: observed, expected, indicator …
  policy_version text not null,
  opened_at      timestamp not null,
  handled_by     text,
  handled_at     timestamp,
  closing_reason text,                       -- in words; of those that the system ended a code: over | data_undone | person_gone
  rule           text,                       -- digest of the detector's settings under which it was found last
  evidence_at    timestamp,                  -- the newest scan, reading or application in it; null: a condition that lasts
  p              double,                     -- by how much chance so much would be seen; null: the detector gives none
  recurrence_days double,                    -- how often the like comes by chance
  false_share    double,                     -- of its rule's closed alerts those that were false or a fault of the data; null: fewer than ten said
  quiet_days     smallint,                   -- without its condition, then it ends by itself; null: it does not
  ended_on       date,                       -- the day on which its condition had been gone for so long
  outcome        text,                       -- handled | harmless | false | data_error; null: open or unsaid
  situation_id   integer,                    -- with which others it is one matter; null: alone
  given_grid_id  integer,                    -- assigned by hand to this grid's …
  given_role     text,                       -- … duty; null: whoever is nearest
  raised         smallint not null default 0, -- so many steps up the chain
  owner_grid_id  integer,                    -- who has to see to it now: this grid's …
  owner_role     text,                       -- … duty, as of task; null only until the run that opened it ends
  asked_at       timestamp,                  -- since when its clock runs
  due_at         timestamp,                  -- until then it has to be taken, or closed by who has it; null: closed
  opened_severity text                       -- as it was when it was opened
);

-- one row: alerts of one case, household, unit or grid, which one owner sees to
create table situation (
  situation_id integer primary key,
  kind         text not null,                -- case | household | person | unit | grid
  value        integer not null,             -- number of that case, household, person or grid
  grid_id      integer not null,             -- whose responsible it is
  opened_at    timestamp not null,
  ended_at     timestamp                     -- since when none of its alerts is unfinished
);

-- one row: one act on one alert, by somebody or by the clock; never changed
create table alert_event (
  event_id bigint primary key,
  alert_id integer not null,
  acted_at timestamp not null,
  actor    text not null,
  act      text not null,                    -- opened | escalated | moved | taken | assigned | note | promise | step | unstep | resolved | dismissed | ended | withdrawn | reopened | taken_back
  status   text not null,                    -- of the alert after it
  grid_id  integer,                          -- to whom it went: this grid's …
  role     text,                             -- … duty
  detail   text,                             -- code: of the step, the outcome or why it ended
  note     text                              -- in words
);

-- one row: work handed from one shift to the next; signed by both, by name
create table handover (
  handover_id integer primary key,
  grid_id     integer not null,              -- of this grid and all below it; 0: everything
  since       timestamp not null,            -- what changed is told from here on
  made_at     timestamp not null,
  made_by     text not null,                 -- account
  made_name   text not null,
  note        text,
  signed_at   timestamp,
  signed_by   text,
  signed_name text
);

-- one row: one alert as it stood when it was handed over, or one act or promise since the hand-over before
create table handover_item (
  handover_id   integer not null,
  part          text not null,               -- open | changed | promised
  alert_id      integer not null,
  event_id      bigint,                      -- of changed and promised
  status        text not null,
  severity      text not null,
  owner_grid_id integer,
  owner_role    text,
  due_at        timestamp
);

-- one row: a further grid whose responsible an alert concerns as well: the unit in which somebody was who should have been at home
create table alert_grid (
  alert_id    integer not null,
  grid_id     integer not null
);

-- one row: something that somebody has to do about one person or grid, until a time. Those that follow from a class are made by core/act
-- (kind 'measure'), one for each person, measure, day and hour; others are made of what was found and by hand.
create table task (
  task_id       integer primary key,
  alert_id      integer,
  kind          text not null,               -- measure | visit | call | verify | other
  title         text,                        -- what to do, in words: of one by hand
  awaits        text,                        -- of one by hand: what ends it by itself, a file of core/act/done; null: a tick
  series_id     integer,                     -- of one that comes again: the first of them
  every         smallint,                    -- days until the next one; null: once
  until         date,                        -- the last day on which one is due
  measure       text,                        -- code of the policy's measures.toml
  class         text,                        -- of which it follows
  grid_id       integer not null,            -- whose: where the person lives, or was last seen
  person_id     integer,
  made_for      date,                        -- the day
  slot          smallint,                    -- which of the day's, from 1
  opens_at      timestamp,                   -- what is done before does not count
  due_at        timestamp,
  closes_at     timestamp,                   -- what is done from then on counts for the next one
  owner_level   text,                        -- who has to see to it: household | section | village | township | unit
  asked_grid_id integer,                     -- whose responsible that is
  given_role    text,                        -- handed by hand to this duty of the asked grid; null: to whoever answers there
  asked_at      timestamp,                   -- since when that duty is asked, where it was handed over; null: from the first
  raised        smallint not null default 0, -- so many steps up the chain, because it was overdue
  owner_grid_id integer,                     -- who has it now: that grid's, or the next one's by the chain; the last is the county's desk. Null only until the run that made it ends
  owner_role    text,                        -- the duty there: responsible | deputy | of a chain | desk
  owner_why     text,                        -- why it is not who was asked: given | vacant | away | load | raised | desk
  status        text not null,               -- drafted | open | done | overdue | cancelled
  created_by    text not null,
  created_at    timestamp not null,
  done_at       timestamp,                   -- when it was done, not when that was heard; of a cancelled one when it was cancelled
  done_by       text,                        -- who said so; null: found done, or cancelled by itself
  done_how      text,                        -- temperature | check_in | declaration | test | registered | tick; of a cancelled one why: class_ended | gone | twin
  outcome       text                         -- in words, of whoever did it
);

-- one row: a task went from one duty to another, never changed
create table task_move (
  task_id      integer not null,
  moved_at     timestamp not null,
  from_grid_id integer,
  from_role    text,
  to_grid_id   integer not null,
  to_role      text not null,
  why          text,                         -- as owner_why; null: back to who was asked
  actor        text not null
);

-- ── the chain of those who answer ────────────────────────────────────────────────────────────────────────────────────
-- one row: somebody holds a duty at certain times, or is away from it and another duty stands in
create table rota (
  rota_id       integer primary key,
  grid_id       integer not null,
  role          text not null,               -- the duty: as duty.role, or desk
  kind          text not null,               -- on | away
  name          text,                        -- on: who, where it is not the duty's holder
  phone         text,
  weekday       smallint,                    -- on: 1 Monday … 7, each week between since and until; null: all that time
  from_minute   smallint,                    -- of a weekday; up to to_minute, of the next day where that is not later
  to_minute     smallint,
  since         timestamp not null,
  until         timestamp,                   -- no longer from then on; null: open
  stand_grid_id integer,                     -- away: which duty stands in; null: the next of the chain
  stand_role    text,
  created_by    text not null,
  created_at    timestamp not null,
  ended_at      timestamp                    -- taken out by hand
);

-- one row: a test of the chain
create table drill (
  drill_id   integer primary key,
  grid_id    integer not null,               -- with all below it; 0: everything
  levels     text[] not null,                -- of the grids that are asked
  started_by text not null,
  started_at timestamp not null,
  due_at     timestamp not null,
  closed_at  timestamp,
  closed_by  text
);

-- one row: the duty that answered for a grid when the drill began, and whether it confirmed
create table drill_call (
  drill_id      integer not null,
  grid_id       integer not null,
  owner_grid_id integer not null,
  owner_role    text not null,
  answered_at   timestamp,
  answered_by   text,                        -- account
  how           text                         -- self | above: somebody higher up noted it, after a call
);

-- one row: tasks of one measure, grid (itself) and day, without those that were cancelled and drafted; sums over grid_tree give any grid
create table task_day (
  day     date not null,
  grid_id integer not null,
  measure text not null,
  due     integer not null,
  done    integer not null,
  late    integer not null,                  -- of those done
  overdue integer not null
);

-- ── notification ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- one row: one receiver outside: a robot in a group chat, an SMS gateway, another system
create table channel (
  channel_id   integer primary key,
  name         text not null,
  kind         text not null,                -- json | wecom | dingtalk | feishu | sms
  url          text not null,                -- may hold the receiver's key: shown without its query
  secret       text,                         -- signs; never shown again
  body         text,                         -- of sms: the template of what is sent
  expects      text,                         -- of sms: what the answer holds when it was taken
  language     text not null,                -- zh | en
  grid_id      integer not null,             -- of what is told: in this grid and below; 0: everything
  severity     text not null,                -- told from here on: low | medium | high
  quiet_from   smallint,                     -- hour from which only what is severe is sent …
  quiet_until  smallint,                     -- … until this one
  per_minute   smallint not null,
  active       boolean not null,
  seen_alert   integer not null,             -- alerts and entries of the audit log up to which it has been told
  seen_entry   bigint not null,
  made_by      text not null,
  made_at      timestamp not null
);

-- one row: one message to one receiver, made in one transaction with the mark up to which the receiver has been told
create table message (
  message_id   integer primary key,
  channel_id   integer not null,
  made_at      timestamp not null,
  severity     text not null,
  told         text not null,                -- JSON: what (code), where (grid), how many; no personal values
  status       text not null,                -- waiting | sent | given_up | dropped (the receiver was switched off)
  tries        smallint not null default 0,
  next_at      timestamp not null,
  sent_at      timestamp,
  error        text,                         -- code of the last failure
  detail       text                          -- the receiver's own code, never its text
);

-- ── codes, gates, intake ─────────────────────────────────────────────────────────────────────────────────────────────
-- one row: a code that phones scan at a place (core/codes); what it holds is signed, and made from this row and the secret
create table place_code (
  code_id     integer primary key,
  grid_id     integer not null,
  label       text not null,                 -- where in the grid: 东门; '' for the one of the whole
  kind        text not null,                 -- fixed | rotating (changes each minute)
  made_by     text not null,
  made_at     timestamp not null,
  revoked_by  text,
  revoked_at  timestamp
);

-- one row: a gate or turnstile that sends by itself; it shows its key with each batch, the store keeps the hash
create table device (
  device_id   integer primary key,
  name        text not null,
  key_hash    text not null unique,
  made_by     text not null,
  made_at     timestamp not null,
  revoked_by  text,
  revoked_at  timestamp
);

-- ── sharing with departments ──────────────────────────────────────────────────────────────────────────────────────────────
-- one row: what one department gets, of which grids, why and until when
create table share (
  share_id    integer primary key,
  name        text not null,
  content     text not null,                 -- people | tasks | alerts | grid_days | places (core/share/contents.toml)
  columns     text[] not null,
  class       text,                          -- of people: those in it alone
  department  text not null,                 -- who gets it
  purpose     text not null,
  ground      text not null,                 -- the law or order that allows it
  reason      text,                          -- why names and numbers leave as they are; null: pseudonyms
  key         text not null,                 -- of its pseudonyms: no other share has it, so that two can't be joined
  token_hash  text,                          -- null: as a file alone
  per_minute  smallint not null,
  until       date not null,                 -- the last day
  account_id  integer,                       -- whose scope and rights, as they are now, bound it; null: the command line
  made_by     text not null,
  made_at     timestamp not null,
  revoked_by  text,
  revoked_at  timestamp
);

-- one row: a piece of duty information (值班信息). Once it is signed only what was told of it is added
create table duty_report (
  report_id    integer primary key,
  matter_id    integer not null,             -- the first report of its matter; of that one itself
  kind         text not null,                -- first | follow | final | correction
  nth          smallint,                     -- of follow-ups, from 1
  alert_id     integer,                      -- of what it was filled; both null: written by hand
  situation_id integer,
  grid_id      integer not null,             -- where
  language     text not null,                -- zh | en
  addressee    text not null,                -- 主送
  title        text not null,
  known_at     timestamp,                    -- from when its clock runs; null: it has none
  phone_by     timestamp,                    -- as the settings were when it was drafted
  written_by   timestamp,
  figures      text not null,                -- JSON: code → count, when it was filled: the next one says what changed
  version      integer not null default 1,   -- of its text
  drafted_by   text not null,
  drafted_at   timestamp not null,
  year         smallint,                     -- year, number, file_no: from its signature on
  number       integer,                      -- of one kind and year, from 1
  file_no      text,                         -- 甲指值初〔2026〕12号
  template_id  integer,                      -- under which it was signed; null: the shipped one
  signed_by    text,                         -- account
  signed_name  text,
  signed_at    timestamp,
  withdrawn_by text,                         -- of a draft that went nowhere
  withdrawn_at timestamp,
  late_noted   smallint not null default 0   -- so many of its two deadlines were said to be over
);

-- one row: a part of the text of a piece of duty information
create table duty_part (
  report_id integer not null,
  part      text not null,                   -- core.duty.parts.PARTS
  filled    text not null,                   -- as it was filled
  body      text not null,                   -- as people left it
  sources   text not null                    -- JSON list: said (the sentence), page (where its figure is looked up), as_of
);

-- one row: an alert that a piece of duty information is about
create table duty_alert (
  report_id integer not null,
  alert_id  integer not null
);

-- one row: a piece of duty information was told to somebody
create table duty_told (
  told_id    integer primary key,
  report_id  integer not null,
  unit       text not null,                  -- to whom: a unit above, a department
  way        text not null,                  -- phone | writing | system
  told_at    timestamp not null,
  told_name  text not null,                  -- by whom
  receiver   text,                           -- who took it: name and post
  entered_by text not null,
  entered_at timestamp not null,
  acknowledged_at   timestamp,
  acknowledged_name text,
  acknowledged_by   text                     -- account that wrote it down
);

-- one row: how a piece of duty information stood when a shift ended
create table handover_duty (
  handover_id integer not null,
  report_id   integer not null,
  state       text not null                  -- draft | signed | told
);

-- one row: one version of a brief, as it was made (core/brief)
create table brief (
  brief_id    integer primary key,
  grid_id     integer not null,
  day         date not null,                 -- of its data
  language    text not null,                 -- zh | en
  kind        text not null,                 -- daily | weekly | special
  theme       text not null,                 -- of a special one as code: period | class:… | alerts:… | alert:… | area:…; else empty
  subject     text not null,                 -- the same in words, as it was called when it was made
  version     smallint not null,             -- of one grid, day, language, kind and theme from 1
  content     text not null,                 -- JSON of core.brief.Brief: its files are made from it again
  planned     boolean not null,              -- made at the set time, by nobody
  made_by     text not null,
  made_at     timestamp not null,
  signed_by   text,                          -- account that signed it off; from then on it goes out
  signed_name text,
  signed_at   timestamp,
  docx_template integer,                     -- the county's own under which it was signed off; null: the shipped form
  pptx_template integer
);

-- one row: a county's own document for briefs, with blanks
create table brief_template (
  template_id  integer primary key,
  form         text not null,                -- docx | pptx
  language     text not null,
  file_name    text not null,
  content      blob not null,                -- as checked and made ready
  placed_by    text not null,
  placed_at    timestamp not null,
  withdrawn_by text,
  withdrawn_at timestamp                     -- null: in use
);

-- one row: a link that opens the large screen of one grid without a log-in, for a wall (core/wall)
create table wall_link (
  link_id     integer primary key,
  name        text not null,                 -- where it hangs
  grid_id     integer not null,              -- shown with all below it
  token_hash  text not null,
  seconds     smallint not null,             -- how long each place is shown
  until       date not null,                 -- the last day
  made_by     text not null,
  made_at     timestamp not null,
  seen_at     timestamp,                     -- when it was last asked for, to ten minutes
  revoked_by  text,
  revoked_at  timestamp
);

-- one row: a board of charts. Its owner's; whoever has an account and the link reads it, each within their own scope
create table board (
  board_id   integer primary key,
  name       text not null,
  account_id integer not null,
  link       text,                           -- opens it to other accounts; null: its owner's alone
  made_at    timestamp not null
);

-- one row: a spreadsheet of which a chart hangs on a board, as it was read; gone with the last chart of it
create table board_table (
  table_id   integer primary key,
  board_id   integer not null,
  name       text not null,                  -- file and sheet
  title      text not null,                  -- what stands above the table
  unit       text not null,
  grids      integer[] not null,             -- the scope of who brought it: read by who sees all of that
  content    blob not null                   -- parquet, columns of text
);

-- one row: one chart on a board
create table board_chart (
  chart_id   integer primary key,
  board_id   integer not null,
  list       text,                           -- of the product, read anew each time (core/charts/lists); null: of a table
  table_id   integer,
  kind       text not null,
  x          text not null,                  -- columns by name
  y          text not null,                  -- rows: how many
  colour     text,
  aggregate  text not null
);

-- one row: a grid for which a device may send, with all below it
create table device_grid (
  device_id   integer not null,
  grid_id     integer not null
);

-- one row: one record that phones or gates sent and that was stored: sent again it is known. Kept for as long as late ones are welcome
-- (core/intake), then the scan alone stays.
create table intake_record (
  record_id   uuid not null unique,          -- digest of the client's own id and of who sent it
  seq         bigint not null,               -- in the order of storing; what follows says up to which it has come
  person_id   integer not null,
  grid_id     integer not null,
  scanned_at  timestamp not null,
  source      text not null,                 -- phone | gate | officer
  code_id     integer,
  device_id   integer,
  taken_at    timestamp not null
);

-- one row: up to which record rollups have come, and when
create table intake_mark (
  seq         bigint not null,
  marked_at   timestamp not null
);

-- one row: how often something was tried on a day that was refused: a forged code, a revoked key …; who tried is not kept
create table refused_day (
  day         date not null,
  what        text not null,                 -- code_forged | code_expired | code_revoked | code_unknown | key_unknown | key_revoked …
  code_id     integer,
  device_id   integer,
  times       integer not null,
  last_at     timestamp not null
);

-- ── phones of citizens ───────────────────────────────────────────────────────────────────────────────────────────────
-- one row: a phone that scanned; the phone holds a signed token in a cookie, the store its hash
create table phone_token (
  phone_id    integer primary key,
  token_hash  text not null unique,
  made_at     timestamp not null,
  revoked_at  timestamp                      -- forgotten by who holds it, or by the desk
);

-- one row: somebody who scans with this phone; gone when the phone is to forget
create table phone_person (
  phone_id    integer not null,
  person_id   integer not null,
  consent     text not null,                 -- self | guardian (says so for a child) | agreed (asked the phone's holder to)
  proven      boolean not null,              -- name, phone and document were those of the register; false: a visitor by their own word
  added_at    timestamp not null
);

-- one row: a form that a phone sent and that was stored; sent again it is known by the number that it was made with
create table phone_form (
  form_id     uuid not null,
  phone_id    integer not null,
  kind        text not null,                 -- join | health | arrival | leave | request
  receipt     text,
  sent_at     timestamp not null
);

-- one row: what a citizen asked of the desk about their own data, or complained of; answered by staff
create table citizen_request (
  request_id  integer primary key,
  receipt     text not null,                 -- by which who sent it can ask again: YJ20260201-0003-K7PM
  kind        text not null,                 -- correction | objection | erasure | complaint | arrival (who that is, is for staff to say)
  person_id   integer,                       -- whose data; null: told without a name
  told        text not null,
  told_at     timestamp not null,
  answer      text,
  answered_by text,
  answered_at timestamp
);

create table share_grid (
  share_id    integer not null,
  grid_id     integer not null               -- 0: the whole store
);

-- one row: one time that it was asked for
create table share_use (
  share_id    integer not null,
  used_at     timestamp not null,
  way         text not null,                 -- xlsx | csv | json
  source      text not null,                 -- the address that asked, or the login of who took the file
  rows        integer not null,
  refused     text                           -- code: why nothing was handed out
);

-- one row: one task given to a department, which answers in words; then it is the giver's again
create table task_handed (
  handed_id   integer primary key,
  task_id     integer not null,
  account_id  integer not null,              -- the department's
  note        text not null,                 -- what it is asked
  named       boolean not null,              -- it sees name and phone of whom the task is about
  status      text not null,                 -- handed | answered | accepted | called_back
  handed_by   text not null,
  handed_at   timestamp not null,
  answer      text,
  answered_by text,
  answered_at timestamp,
  closed_at   timestamp
);

-- ── two entries of one person ────────────────────────────────────────────────────────────────────────────────────────
-- Pairs that may be the same, what was decided about them, and merges with all that undoing one needs.

-- one row: two people who may be the same, person_a < person_b. A decided pair stays: it is the memory of "not the same".
create table duplicate_pair (
  pair_id     integer not null,
  person_a    integer not null,
  person_b    integer not null,
  band        text not null,                 -- same (document number) | perhaps
  rule        text not null,                 -- document | phone | birth | household: the strongest that found it
  score       double not null,               -- 0 … 1, how sure
  reasons     text not null,                 -- JSON list of codes: what agrees (same_…), what does not (other_…)
  status      text not null,                 -- open | same (merged) | different
  found_at    timestamp not null,
  decided_by  text,
  decided_at  timestamp
);

-- one row: one entry (`gone_id`) taken up into another (`kept_id`)
create table person_merge (
  merge_id    integer not null,
  pair_id     integer,                       -- null: merged without a pair
  kept_id     integer not null,
  gone_id     integer not null,
  merged_by   text not null,
  merged_at   timestamp not null,
  undone_by   text,
  undone_at   timestamp
);

-- one row: an entry as it was before the merge; `side` is kept | gone
create table merge_person as
select cast(0 as integer) as merge_id, '' as side, * from person limit 0;

-- one row: a membership or a class as it was, of either side, or as the merge gave it to the kept entry (side 'given')
create table merge_membership as
select cast(0 as integer) as merge_id, '' as side, * from membership limit 0;
create table merge_class as
select cast(0 as integer) as merge_id, '' as side, * from person_class limit 0;

-- one row: a check-in that changed hands
create table merge_check_in as
select cast(0 as integer) as merge_id, * from check_in limit 0;

-- one row: a row of another table that changed hands
create table merge_row (
  merge_id    integer not null,
  table_name  text not null,                 -- a table about people (registry/about_people.sql), or household (its householder)
  row_id      integer not null
);

-- ── access and audit ─────────────────────────────────────────────────────────────────────────────────────────────────
create table account (
  account_id    integer primary key,
  login         text not null unique,
  name          text not null,
  role          text not null,               -- leader | command | clerk | officer | admin | department
  password_hash text,                        -- null: may not log in with a password (demo accounts)
  active        boolean not null default true,
  seen_at       timestamp,                   -- last at work, within a minute
  created_at    timestamp not null
);

create table account_scope (
  account_id  integer not null,
  grid_id     integer not null               -- 0: the whole store
);

-- one row: what a provider of identities calls an account; who is not in it gets in by no provider
create table account_subject (
  issuer      text not null,                 -- the provider, as the setting oidc_issuer has it
  subject     text not null,                 -- the claim that the setting oidc_claim names
  account_id  integer not null,
  primary key (issuer, subject)
);

create table session (
  token_hash  text not null,
  account_id  integer not null,
  created_at  timestamp not null,
  expires_at  timestamp not null,            -- at work or not
  seen_at     timestamp not null,            -- last at work, within a minute
  source      text not null,                 -- from where: address and browser, for the account's own list
  waits       text                           -- for the second factor: code | enrol; opens nothing until then
);

-- one row: an account's second factor (RFC 6238); counts once it was confirmed by a code
create table second_factor (
  account_id   integer primary key,
  secret       text not null,
  made_at      timestamp not null,
  confirmed_at timestamp,
  last_step    bigint not null default 0     -- of 30 seconds since 1970: a code holds once
);

-- one row: a code on paper for whoever has lost the phone; holds once
create table recovery_code (
  account_id  integer not null,
  code_hash   text not null,
  used_at     timestamp
);

-- one row: wrong log-ins of an account that there is, or from an address, that a restart must not forgive
create table wrong_try (
  key_hash    text primary key,
  tries       integer not null,
  last_at     timestamp not null,
  until_at    timestamp not null
);

-- one row: an account sees a grid beyond its scope, for a reason and a time; ends by itself, is reviewed by somebody else
create table wider_look (
  look_id     integer primary key,
  account_id  integer not null,
  grid_id     integer not null,
  reason      text not null,
  begun_at    timestamp not null,
  until_at    timestamp not null,
  ended_at    timestamp,                     -- earlier, by oneself or a reviewer
  reviewed_by text,
  reviewed_at timestamp,
  verdict     text,                          -- justified | unjustified
  remark      text
);

-- a link that may be used once: the first administrator, an invitation
create table one_time_link (
  token_hash  text not null,
  purpose     text not null,
  expires_at  timestamp not null,
  used_at     timestamp
);

-- one row: a phone that an officer, or who answers for a unit, works with; it keeps a token, the store the hash
create table officer_phone (
  phone_id    integer primary key,
  token_hash  text not null unique,
  account_id  integer not null,
  made_at     timestamp not null,
  expires_at  timestamp not null,
  revoked_by  text,
  revoked_at  timestamp
);

-- one row: what was entered on such a phone, once: sent again it is known by the phone's own number. Scans and newcomers are stored where all
-- others are, and have their row here too
create table field_entry (
  entry_no    integer primary key,
  entry_id    text not null unique,          -- of the account and of the phone's own number
  account_id  integer not null,
  kind        text not null,                 -- visit | absent (nobody at home) | temperature | scan | newcomer | done (a task) | seen (an alert) | approve, refuse (an exit)
  person_id   integer,
  entered_at  timestamp not null,            -- on the phone
  taken_at    timestamp not null,
  note        text
);

-- made once with the store; a backup carries it along
create table secret (
  name        text not null,
  value       text not null
);
-- signs the row keys of exports
insert into secret values ('row_key', cast(uuid() as text) || cast(uuid() as text));
-- signs the codes of places
insert into secret values ('place_code', cast(uuid() as text) || cast(uuid() as text));
-- signs the tokens of phones
insert into secret values ('phone', cast(uuid() as text) || cast(uuid() as text));

-- one row: something that was removed for good: one person's data (asked by one, confirmed by another), what was past its time, or everybody's after the
-- emergency. Holds numbers and codes, nobody's values
create table removal (
  removal_id   integer primary key,
  kind         text not null,                -- erasure | retention | wind_down
  person_id    integer,                      -- of an erasure that waits for its second person; null: done
  reason       text not null,                -- erasure: core/privacy/reasons.toml; wind_down: in words
  asked_by     text not null,
  asked_at     timestamp not null,
  confirmed_by text,                         -- the second person
  done_at      timestamp,                    -- null: waits
  withdrawn_by text,                         -- not confirmed
  withdrawn_at timestamp,
  rows         bigint,                       -- how many went
  counts       text,                         -- JSON {table: rows}
  through      date,                         -- of retention and wind-down: scans of days before it are gone, so their sums are never made anew
  record       text,                         -- of wind_down: JSON, what the certificate says
  sha256       text,                         -- of that record
  rewritten_at timestamp                     -- since when the store's file holds nothing of it; null: the file is still to be written anew
);

create table audit_entry (
  entry_id    bigint primary key,
  happened_at timestamp not null,
  actor       text not null,
  event       text not null,
  fields      text not null,                 -- JSON without personal values
  hash        text not null                  -- HMAC over the previous entry's hash and this entry
);

-- one row: a place from which the chain of the audit log can be tested: its beginning, another key, or a cut of what was past its time
create table audit_anchor (
  anchor_id   integer primary key,
  kind        text not null,                 -- begun | key | cut
  after_entry bigint not null,               -- the chain goes on behind this entry
  hash        text not null,                 -- of that entry; of the beginning a random one, by which the store's heads are known
  key_id      text not null,                 -- of the key that entries after it are made with
  made_at     timestamp not null,
  seal        text not null                  -- HMAC over this row
);

-- ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────────
-- One text for all ways of writing a name, for matching and search; its twin is core/registry/name_form.py, which says more.
-- Full-width letters, radicals and the private code points that rare characters had before GB 18030-2005 are made plain.
create macro name_letters(x) as
  nfc_normalize(regexp_replace(translate(x,
    '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～'
    || '⼀⼁⼂⼃⼄⼅⼆⼇⼈⼉⼊⼋⼌⼍⼎⼏⼐⼑⼒⼓⼔⼕⼖⼗⼘⼙⼚⼛⼜⼝⼞⼟⼠⼡⼢⼣⼤⼥⼦⼧⼨⼩⼪⼫⼬⼭⼮⼯⼰⼱⼲⼳⼴⼵⼶⼷⼸⼹⼺⼻⼼⼽⼾⼿⽀⽁⽂⽃⽄⽅⽆⽇⽈⽉⽊⽋⽌⽍⽎⽏⽐⽑⽒⽓⽔⽕⽖⽗⽘⽙⽚⽛⽜⽝⽞⽟⽠⽡⽢⽣⽤⽥⽦⽧⽨⽩⽪⽫⽬⽭⽮⽯⽰⽱⽲⽳⽴⽵⽶⽷⽸⽹⽺⽻⽼⽽⽾⽿⾀⾁⾂⾃⾄⾅⾆⾇⾈⾉⾊⾋⾌⾍⾎⾏⾐⾑⾒⾓⾔⾕⾖⾗⾘⾙⾚⾛⾜⾝⾞⾟⾠⾡⾢⾣⾤⾥⾦⾧⾨⾩⾪⾫⾬⾭⾮⾯⾰⾱⾲⾳⾴⾵⾶⾷⾸⾹⾺⾻⾼⾽⾾⾿⿀⿁⿂⿃⿄⿅⿆⿇⿈⿉⿊⿋⿌⿍⿎⿏⿐⿑⿒⿓⿔⿕⺟⻳'
    || '',
    '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
    || '一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠母龟'
    || '⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻'),
    '[\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{fe00}-\x{fe0f}\x{feff}\x{e0100}-\x{e01ef}]', '', 'g'));
create macro name_han(x) as regexp_matches(x, '[々〇\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}\x{e000}-\x{f8ff}\x{f900}-\x{faff}\x{20000}-\x{3ffff}]');
-- of letters: a surname before a comma goes behind, dots and hyphens part words, apostrophes and accents go
create macro name_words(x) as
  trim(regexp_replace(regexp_replace(regexp_replace(case when regexp_matches(x, '[À-ɏḀ-ỿ]') then strip_accents(x) else x end,
    '^([^,]+),([^,]+)$', '\2 \1'), '[''’‘ʼ`´ʹ′]', '', 'g'),
    '[\.·•‧・\x{ff65}⋅∙◦…⋯。\x{ff61}᛫ᐧ˙⸱⸳\x{a78f}\x{fe52}\-‐‑‒–—―−_\x{9}\x{a}\x{b}\x{c}\x{d}\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+', ' ', 'g'), ' ');
-- Most names are Chinese characters and nothing else: a look tells them.
create macro name_form(x) as
  case when regexp_full_match(x, '[\x{4e00}-\x{9fff}]+') then x
       else [nullif(lower(case when name_han(l) then regexp_replace(l,
         '[\.·•‧・\x{ff65}⋅∙◦…⋯。\x{ff61}᛫ᐧ˙⸱⸳\x{a78f}\x{fe52}\-‐‑‒–—―−_''’‘ʼ`´ʹ′\x{9}\x{a}\x{b}\x{c}\x{d}\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]', '', 'g') else name_words(l) end), '')
         for l in [name_letters(x)]][1] end;

-- ── shared expressions ───────────────────────────────────────────────────────────────────────────────────────────────
-- Grids that a reader may see, from the roots of the scope. An empty list sees nothing.
create macro scope_grids(roots) as table
  select distinct grid_id from grid_tree where list_contains(roots, ancestor_id);
-- Whether somebody's status is an end: neither a resident nor anything that residents are from `since` on. Who can't be reached stays one.
-- a grid's name with that of the grid above it, but for the county's
create macro placed(above, above_level, name) as case when above is null or above_level = 'county' then name else above || ' ' || name end;

-- What a risk area is a stretch of: a grid, or a place outside.
create macro risk_place(grid_id, code, below) as coalesce('g' || grid_id, 'c' || coalesce(code, '') || ' ' || coalesce(below, ''));
-- Risk areas that were not removed, each up to the day before the next stretch of the same place.
create macro standing_areas() as table
  select area_id, name, level, grid_id, code, below, since, source, published_on, released_at, batch_id,
    least(until, cast(lead(since) over (partition by risk_place(grid_id, code, below) order by since, area_id) - 1 as date)) as ends_on
  from risk_area where removed_at is null;

create macro is_end(status) as coalesce(status in ('died', 'moved_out', 'cancelled'), false);
-- People who were residents no more on a day, for `not in (…)`: the one rule for counts, classes, alerts and lists. Null: ends of any day.
create macro gone_on(on_day) as table
  select person_id from person where is_end(status) and status_on <= coalesce(on_day, date '9999-12-31');
-- Those of them who work and study nowhere either; somebody who moved out may do so still.
create macro dead_on(on_day) as table
  select person_id from person where status = 'died' and status_on <= coalesce(on_day, date '9999-12-31');
-- Full years of age on a day: somebody born on 29 February is a year older on 1 March.
create macro age_on(born, on_day) as
  year(on_day) - year(born) - case when month(on_day) * 100 + day(on_day) < month(born) * 100 + day(born) then 1 else 0 end;
-- Whether a membership holds on a day; its last day is one of them.
create macro holds_on(since, until, on_day) as
  (since is null or since <= on_day) and (until is null or until >= on_day);
-- Where people lived, and from when to when; the day of a move belongs to both homes. A home that is told without its first day begins when
-- the one before it ended; the last is what the register has now, also of somebody without a membership. `home_id`: the grid of the level
-- asked for (village) around the home, or the home itself where there is none: what counts as at home. `people`: of these alone.
create macro homes(of_level, people) as table
  with living as (
    select person_id, home_grid_id from person where home_grid_id is not null and person_id in (select unnest(people))
  ),
  told as (
    select m.person_id, m.grid_id, m.since, m.until from membership m where m.kind = 'home' and m.until is not null and m.person_id in (select unnest(people))
    union all
    select p.person_id, p.home_grid_id, max(m.since), null
    from living p
    left join membership m on m.person_id = p.person_id and m.grid_id = p.home_grid_id and m.kind = 'home' and m.until is null
    group by p.person_id, p.home_grid_id
  ),
  around as (
    select t.grid_id, min(g.grid_id) as home_id
    from grid_tree t
    join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = of_level
    group by t.grid_id
  )
  select
    d.person_id, d.grid_id, coalesce(a.home_id, d.grid_id) as home_id,
    coalesce(d.since, lag(d.until) over (partition by d.person_id order by coalesce(d.until, date '9999-12-31')), date '1900-01-01') as since,
    coalesce(d.until, date '9999-12-31') as until
  from told d
  left join around a on a.grid_id = d.grid_id;
-- The reasons that a unit's list names: one, or several parted by 、 or ; or numbers. What stands in brackets tells more and parts nothing.
create macro obstacles(told) as
  list_distinct(list_filter(
    list_transform(string_split_regex(regexp_replace(regexp_replace(told, '[（(][^（()）]*[）)]', '', 'g'), '(^|[\s;；。、])[0-9]{1,2}[.、．)）]([^0-9])', ';\2', 'g'), '[、;；\n]'),
      lambda x: trim(x, ' 　。.,，!！?？')),
    lambda x: x <> ''));
-- People whom a reader may see on a day: who lives in their grids, who works, studies or stays there on that day; the whole sees
-- everybody, those without a home too. The one rule for lists, pages, trails, exports and pairs. For `in (…)`: may name somebody twice.
create macro scope_people(roots, on_day) as table
  select person_id from person where list_contains(roots, 0)
  union all
  select person_id from person where not list_contains(roots, 0) and home_grid_id in (from scope_grids(roots))
  union all
  select person_id from membership
  where not list_contains(roots, 0) and kind <> 'home' and holds_on(since, until, on_day) and grid_id in (from scope_grids(roots));
-- The same of a list of people, without a look at everybody else.
create macro scope_people_among(roots, on_day, people) as table
  with asked as (select person_id, home_grid_id from person where person_id in (select unnest(people)))
  select person_id from asked where list_contains(roots, 0) or home_grid_id in (from scope_grids(roots))
  union
  select m.person_id
  from membership m
  join asked a on a.person_id = m.person_id
  where not list_contains(roots, 0) and m.kind <> 'home' and holds_on(m.since, m.until, on_day) and m.grid_id in (from scope_grids(roots));

-- Kilometres between two points, along the great circle (haversine).
create macro km_between(lon1, lat1, lon2, lat2) as
  2 * 6371 * asin(sqrt(least(1, power(sin(radians(lat2 - lat1) / 2), 2) + cos(radians(lat1)) * cos(radians(lat2)) * power(sin(radians(lon2 - lon1) / 2), 2))));
-- The side of the square, in km, into which points fit: never less than how far two of them are apart; cheap, so that most people are out at once.
create macro km_box(least_lon, most_lon, least_lat, most_lat) as
  sqrt(power((most_lat - least_lat) * 111.2, 2) + power((most_lon - least_lon) * 111.2 * cos(radians(least_lat)), 2));

-- A case's or contact's number as compared.
create macro case_key(x) as nullif(upper(regexp_replace(x, '\s', '', 'g')), '');
-- Of each contact: its case (by number; by name where one case is called so; or that of the contact through whom it came), whether it came through
-- somebody who is a contact himself (`through_id`: where the register knows who), and what that makes of it: `level` is contact or second_contact. Who came through a contact is a second contact
-- until that one is a case; so is who is listed as one. A case that was excluded makes nobody a contact of a case who came through a contact.
create macro contact_sources() as table
  with numbered as (
    select case_key(case_no) as no, max(case_id) as case_id from disease_case group by case_key(case_no)
  ),
  called as (
    select name_form(p.name) as name, max(d.case_id) as case_id
    from disease_case d join person p on p.person_id = d.person_id group by name_form(p.name) having count(distinct d.person_id) = 1
  ),
  own as (
    select person_id, max(case_id) as case_id from disease_case where outcome is distinct from 'excluded' and person_id is not null group by person_id
  ),
  contact_no as (
    select case_key(contact_no) as no, max(person_id) as person_id from case_contact where contact_no is not null
    group by case_key(contact_no)
  ),
  contact_called as (
    select name_form(p.name) as name, max(c.person_id) as person_id
    from case_contact c join person p on p.person_id = c.person_id group by name_form(p.name) having count(distinct c.person_id) = 1
  ),
  found as (
    select c.contact_id, c.kind, coalesce(n.case_id, m.case_id, o.case_id) as case_id,
      k.no is not null or q.name is not null as through, coalesce(k.person_id, q.person_id) as through_id
    from case_contact c
    left join numbered n on n.no = case_key(c.case_no)
    left join called m on m.name = case when c.case_no is null then name_form(c.case_name) end
    left join contact_no k on k.no = case_key(c.case_no)
    left join contact_called q on q.name = case when c.case_no is null then name_form(c.case_name) end
    left join own o on o.person_id = coalesce(k.person_id, q.person_id)
  ),
  known as (
    select f.contact_id, f.kind, f.case_id, f.through or s.person_id is not null as through, coalesce(f.through_id, s.person_id) as through_id,
      d.case_id is not null and d.outcome is distinct from 'excluded' as stands
    from found f
    left join disease_case d on d.case_id = f.case_id
    left join (select distinct person_id from case_contact where person_id is not null) s on s.person_id = d.person_id
  )
  select contact_id, case_id, through, through_id,
    case when kind = 'second' and not (through and stands) or through and case_id is null then 'second_contact' else 'contact' end as level
  from known;
-- The contacts of one kind as events, from their last contact: 'contact' or 'second_contact' (contact_sources). A case that was excluded ends them
-- on that day.
create macro contact_events(wanted) as table
  select
    c.person_id,
    p.home_grid_id as grid_id,
    c.last_contact_on as on_day,
    -- least() takes no heed of null
    least(nullif(c.quarantine_until, date '9999-12-31'), case when d.outcome = 'excluded' then coalesce(d.outcome_on, d.confirmed_on, d.reported_on, c.last_contact_on) end)
      as ends_on,
    c.kind as contact_kind,
    c.relation,
    d.kind as case_kind,
    d.disease,
    d.case_id is not null as case_known,
    c.place as contact_place,
    c.found_on,
    c.quarantine_from as contact_from,
    c.quarantine_until as contact_until
  from case_contact c
  join contact_sources() s on s.contact_id = c.contact_id
  join person p on p.person_id = c.person_id
  left join disease_case d on d.case_id = s.case_id
  where s.level = wanted;
-- Cases and contacts that a reader may see: those of people whom they may see; of nobody in the register by the grid, or the whole alone.
create macro scope_cases(roots, on_day) as table
  select case_id from disease_case where list_contains(roots, 0)
  union all
  select case_id from disease_case where not list_contains(roots, 0) and person_id in (from scope_people(roots, on_day))
  union all
  select case_id from disease_case where not list_contains(roots, 0) and person_id is null and grid_id in (from scope_grids(roots));
create macro scope_contacts(roots, on_day) as table
  select contact_id from case_contact where list_contains(roots, 0)
  union all
  select contact_id from case_contact where not list_contains(roots, 0) and person_id in (from scope_people(roots, on_day));

-- Readings that stand at a moment: of each station (or grid) and indicator the latest that is not too old; with the station's own values from
-- which people get ready or are moved, and which of them it has reached. One row per grid that a station stands for.
create macro readings_at(moment, hours, survey_hours) as table
  select coalesce(s.grid_id, l.grid_id) as grid_id, l.station, s.name as station_name, l.indicator, l.value, l.measured_at, t.prepare, t.move,
    case when l.value >= t.move then 'move' when l.value >= t.prepare then 'prepare' end as level
  from (
    select station, grid_id, indicator, arg_max(value, measured_at) as value, max(measured_at) as measured_at
    from reading
    where measured_at <= moment
      and measured_at >= moment - to_hours(cast(case when indicator in ('breteau', 'moi') then survey_hours else hours end as integer))
    group by station, grid_id, indicator
  ) l
  left join station s on s.code = l.station
  left join lateral (
    select
      case l.indicator when 'rain_1h' then s.rain_1h_prepare when 'rain_3h' then s.rain_3h_prepare
        when 'rain_6h' then s.rain_6h_prepare when 'water_level' then s.water_prepare end as prepare,
      case l.indicator when 'rain_1h' then s.rain_1h_move when 'rain_3h' then s.rain_3h_move
        when 'rain_6h' then s.rain_6h_move when 'water_level' then s.water_move end as move
  ) t on true;
-- Alerts that a reader may see: about their grids, or that concern one of them as well.
create macro scope_alerts(roots) as table
  select alert_id from alert where grid_id in (from scope_grids(roots))
  union
  select alert_id from alert_grid where grid_id in (from scope_grids(roots));

-- A place of stay as compared: without blanks and brackets, and without the room that a list writes behind it (城关酒店 302室).
create macro lodging_key(x) as
  nullif(regexp_replace(regexp_replace(lower(x), '[\s（）()·,，、\-—]', '', 'g'), '([0-9a-z]+(号楼|栋|幢|层|楼))*[0-9a-z]*[0-9]+(号房间|号房|房间|号|室|房|床)?$', ''), '');
-- The room behind it.
create macro lodging_room_of(x) as
  nullif(regexp_extract(trim(x), '([0-9A-Za-z\-]*[0-9]+)(号房间|号房|房间|号|室|房)?$', 1), '');
create macro mask_phone(value) as
  case when value is null then null
       when length(value) >= 8 then left(value, 3) || '****' || right(value, 4)
       else repeat('*', length(value)) end;
create macro mask_id(value) as
  case when value is null then null
       when length(value) >= 15 then left(value, 4) || repeat('*', length(value) - 8) || right(value, 4)
       else left(value, 1) || repeat('*', greatest(length(value) - 1, 0)) end;
-- Of a day of birth its year: beside a masked ID number and a sex the whole day would be the number. Of what may be another writing of a day, nothing.
create macro mask_birth(value) as
  case when value is null then null
       when regexp_full_match(cast(value as text), '(18|19|20)\d\d(\D.*|\d{4})?') then left(cast(value as text), 4) || '-**-**'
       else '***' end;
create macro mask_name(value) as
  case when value is null then null else left(value, 1) || repeat('*', greatest(length(value) - 1, 1)) end;
-- The check character of GB 11643-1999 (ISO 7064 MOD 11-2) for the first 17 digits, given as a number.
-- The weights are powers of 2 modulo 11 and a digit is (n // 10^k) - 10 * (n // 10^(k + 1)): so the sum of digits by weights is this one.
create macro document_check(n) as
  substring('10X98765432', 1 + cast((
    n - (n // 10) * 8 - (n // 100) * 16 - (n // 1000) * 32 - (n // 10000) * 64 - (n // 100000) * 128 - (n // 1000000) * 256
    - (n // 10000000) * 512 - (n // 100000000) * 1024 - (n // 1000000000) * 2048 - (n // 10000000000) * 4096
    - (n // 100000000000) * 8192 - (n // 1000000000000) * 16384 - (n // 10000000000000) * 32768
    - (n // 100000000000000) * 65536 - (n // 1000000000000000) * 131072 - (n // 10000000000000000) * 262144) * 2 % 11 as integer), 1);
-- Letters and digits alone, upper-case, full-width ones made plain: nearly all of a register are so as they are.
create macro document_plain(x) as
  case when regexp_full_match(x, '[0-9A-Z]+') then x
       else nullif(upper(regexp_replace(translate(x, '０１２３４５６７８９Ｘｘ', '0123456789Xx'), '[^0-9A-Za-z]', '', 'g')), '') end;
-- A document number as compared: a resident number of 15 digits is brought to 18 characters.
create macro document_key(x) as
  case when length(document_plain(x)) = 15 and try_cast(document_plain(x) as bigint) is not null
       then left(document_plain(x), 6) || '19' || substring(document_plain(x), 7)
            || document_check(try_cast(left(document_plain(x), 6) || '19' || substring(document_plain(x), 7) as bigint))
       else document_plain(x) end;
-- Whether a compared number is a resident number that its check character confirms. One comparison of what is never null: within `and` or
-- coalesce the number would be made anew for each of its seventeen digits.
create macro document_valid(k) as
  concat(document_check(try_cast(left(k, 17) as bigint)), '/18') = concat(right(k, 1), '/', length(k));
