-- purpose: the names that a typed one resembles most: grids of the county with the one above, and places outside.  grain: one row per name
-- needs: division.  parameters: $text, $scope roots, $most
with known as (
  select placed(p.name, p.level, g.name) as name, g.grid_id, g.code, true as inside, g.name as compared
  from grid g left join grid p on p.grid_id = g.parent_id
  where g.grid_id in (from scope_grids($scope)) and g.closed_on is null
  union all
  select name, null, code, false, name from division where loose = 0 and not former and length(name) > 1
),
-- Likeness is of bytes, of which any two Chinese characters share some: names that resemble each other have half their characters in common too.
sharing as (
  select *, list_distinct(string_split(lower($text), '')) as typed, list_distinct(string_split(lower(compared), '')) as own from known
),
judged as (
  select *, greatest(jaro_winkler_similarity(compared, $text), jaro_winkler_similarity(replace(name, ' ', ''), $text))
    + case when contains(compared, $text) or contains($text, compared) then 0.3 else 0 end as likeness
  from sharing
  where 2 * len(list_intersect(typed, own)) >= greatest(len(typed), len(own)) or contains(compared, $text) or contains($text, compared)
)
select name, grid_id, code, inside from judged where likeness >= 0.7
order by likeness desc, inside desc, length(name), code limit $most
