-- The store's whole shape: until 1.0 a change is made here, and a store of before is made anew. Keys are integers (a text key costs ten times the memory at county scale); foreign keys are
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
  since       date,
  until       date,                          -- null: goes on
  source      text,                          -- the file, or who said it
  batch_id    integer
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
  policy_version text not null
);

-- one row: a stretch of days in which a person was in a class, as classified; the ordinary class of residents is not kept. Detectors
-- read it, so that a scan of last week is judged by the class of that day.
create table class_history (
  stretch_id     integer primary key,
  person_id      integer not null,
  class          text not null,
  since          date not null,
  until          date,                       -- null: goes on
  policy_version text not null
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
  fields         text,                       -- JSON for the words: observed, expected, indicator …
  policy_version text not null,
  opened_at      timestamp not null,
  handled_by     text,
  handled_at     timestamp,
  closing_reason text
);

-- one row: a further grid whose responsible an alert concerns as well: the unit in which somebody was who should have been at home
create table alert_grid (
  alert_id    integer not null,
  grid_id     integer not null
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
  role          text not null,               -- leader | command | clerk | officer | admin
  password_hash text,                        -- null: may not log in with a password (demo accounts)
  active        boolean not null default true,
  seen_at       timestamp,                   -- last at work, within a minute
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
  expires_at  timestamp not null
);

-- a link that may be used once: the first administrator, an invitation
create table one_time_link (
  token_hash  text not null,
  purpose     text not null,
  expires_at  timestamp not null,
  used_at     timestamp
);

-- made once with the store; a backup carries it along
create table secret (
  name        text not null,
  value       text not null
);
-- signs the row keys of exports
insert into secret values ('row_key', cast(uuid() as text) || cast(uuid() as text));

create table audit_entry (
  entry_id    bigint primary key,
  happened_at timestamp not null,
  actor       text not null,
  event       text not null,
  fields      text not null,                 -- JSON without personal values
  hash        text not null                  -- over the previous entry's hash and this entry
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

create macro is_end(status) as coalesce(status in ('died', 'moved_out', 'cancelled'), false);
-- People who were residents no more on a day, for `not in (…)`: the one rule for counts, classes, alerts and lists. Null: ends of any day.
create macro gone_on(on_day) as table
  select person_id from person where is_end(status) and status_on <= coalesce(on_day, date '9999-12-31');
-- Those of them who work and study nowhere either; somebody who moved out may do so still.
create macro dead_on(on_day) as table
  select person_id from person where status = 'died' and status_on <= coalesce(on_day, date '9999-12-31');
-- Whether a membership holds on a day; its last day is one of them.
create macro holds_on(since, until, on_day) as
  (since is null or since <= on_day) and (until is null or until >= on_day);
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

-- Alerts that a reader may see: about their grids, or that concern one of them as well.
create macro scope_alerts(roots) as table
  select alert_id from alert where grid_id in (from scope_grids(roots))
  union
  select alert_id from alert_grid where grid_id in (from scope_grids(roots));

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
-- The check character of GB 11643-1999 (ISO 7064 MOD 11-2) for the first 17 digits, given as a number.
-- The weights are powers of 2 modulo 11 and a digit is (n // 10^k) - 10 * (n // 10^(k + 1)): so the sum of digits by weights is this one.
create macro document_check(n) as
  substring('10X98765432', 1 + cast((
    n - (n // 10) * 8 - (n // 100) * 16 - (n // 1000) * 32 - (n // 10000) * 64 - (n // 100000) * 128 - (n // 1000000) * 256
    - (n // 10000000) * 512 - (n // 100000000) * 1024 - (n // 1000000000) * 2048 - (n // 10000000000) * 4096
    - (n // 100000000000) * 8192 - (n // 1000000000000) * 16384 - (n // 10000000000000) * 32768
    - (n // 100000000000000) * 65536 - (n // 1000000000000000) * 131072 - (n // 10000000000000000) * 262144) * 2 % 11 as integer), 1);
-- Letters and digits alone, upper-case, full-width ones made plain.
create macro document_plain(x) as
  nullif(upper(regexp_replace(translate(x, '０１２３４５６７８９Ｘｘ', '0123456789Xx'), '[^0-9A-Za-z]', '', 'g')), '');
-- A document number as compared: a resident number of 15 digits is brought to 18 characters.
create macro document_key(x) as
  case when length(document_plain(x)) = 15 and try_cast(document_plain(x) as bigint) is not null
       then left(document_plain(x), 6) || '19' || substring(document_plain(x), 7)
            || document_check(try_cast(left(document_plain(x), 6) || '19' || substring(document_plain(x), 7) as bigint))
       else document_plain(x) end;
-- Whether a compared number is a resident number that its check character confirms.
create macro document_valid(k) as
  coalesce(length(k) = 18 and document_check(try_cast(left(k, 17) as bigint)) = right(k, 1), false);
