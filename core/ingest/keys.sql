-- purpose: which grids the importing user may write to, and where what a file writes for grids is kept.  parameters: $scope
create or replace table plan.in_scope as
select grid_id from scope_grids($scope);

create or replace table plan.closed as
select g.grid_id, g.closed_on, i.code || ' ' || i.name as into_name
from grid g left join grid i on i.grid_id = g.into_id and i.closed_on is null
where g.closed_on is not null;

-- filled by places.sql when a file needs it
create or replace table plan.place (key text, grid_id integer);

-- one row: one way of writing a grid in this file, and what became of it; filled by grid_texts.sql, batch by batch
-- fault: town_differs (that grid lies in another township than the row says), code_differs (code and name are of two grids)
create or replace table plan.grid_text (
  axis text, written text, town text, section text, grid_id integer, ways integer, how text, fault text, town_unknown boolean,
  section_unknown boolean
);

-- one row: a town that rows name in a column of its own; filled by grid_texts.sql
create or replace table plan.town_of (town text, town_id integer);

-- one row: one grid that an unsure text may mean
create or replace table plan.grid_option (axis text, written text, town text, section text, grid_id integer);

-- issues on the names by which a list of grids without codes says what a row is about; filled by grids_found.sql
create or replace table plan.grid_fault (sheet integer, row bigint, field text, code text, fields json)
