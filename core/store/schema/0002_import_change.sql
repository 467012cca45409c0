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
insert into import_grid
select batch_id, grid_id from grid where batch_id is not null
union
select batch_id, home_grid_id from person where batch_id is not null and home_grid_id is not null
union
select batch_id, grid_id from check_in
order by 1, 2;

-- false: from before changes were logged, can't be undone. `status` may also be partly_undone
alter table import_batch add column logged boolean default false;

-- the row that a change belongs to: undone with it or not at all
create macro change_owner(entity) as
  case when entity = 'membership' then 'person' when entity in ('unit', 'duty') then 'grid' else entity end;
-- fields that only make sense together
create macro change_aspect(entity, field) as
  case when entity <> 'person' then case when field in ('lon', 'lat') then 'place' else field end
       when field in ('home_grid_id', 'household_id') then 'home'
       when field in ('name', 'pinyin', 'initials') then 'name'
       when field in ('id_type', 'id_number') then 'document'
       when field in ('attention', 'attention_until') then 'attention'
       else field end;
