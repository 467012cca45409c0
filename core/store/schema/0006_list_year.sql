-- Of which year the lists are that name a grid, so that an older one is known for such whatever the order of the imports.

-- one row: a list of that year gave, or bore out, the code and name that the grid has. Only lists that state their year, and of
-- each grid only what is newer than before.
create table grid_list_year (
  grid_id     integer not null,
  list_year   integer not null,
  batch_id    integer not null
);
