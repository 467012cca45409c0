-- purpose: what a written grid can mean, and which grids the importing user may write to
-- grain: grid_key one row per (text, axis), axis 'area', 'block' or 'any'; ways > 1: the text alone says not which.  parameters: $scope
-- how: code, former_code, name, former_name, town_name (name with the grid above before it)
create or replace table plan.grid_key as
with known as (
  select code as text, grid_id, axis, 1 as rank from grid
  union all
  select n.value, n.grid_id, g.axis, case n.kind when 'code' then 2 else 4 end from grid_name n join grid g on g.grid_id = n.grid_id
  union all
  select name, grid_id, axis, 3 from grid
  union all
  select p.name || g.name, g.grid_id, g.axis, 5 from grid g join grid p on p.grid_id = g.parent_id
  union all
  select rpad(code, 12, '0'), grid_id, axis, 10 from grid where level in ('county', 'township') and length(code) < 12
),
of_axis as (
  select text, grid_id, axis, rank from known
  union all
  select text, grid_id, 'any', rank from known
),
best as (select text, axis, min(rank) as rank from of_axis group by text, axis)
select k.text, k.axis, min(k.grid_id) as grid_id, count(distinct k.grid_id) as ways, any_value(plan.how_of(k.rank)) as how
from of_axis k join best b on b.text = k.text and b.axis = k.axis and b.rank = k.rank
group by k.text, k.axis;

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
