-- purpose: a class of a pack that runs in a part of the county alone is of nobody elsewhere.  grain: table candidate, without those rows
-- parameters: $classes and $areas (class and grid, pair by pair: a class of several areas stands there several times)
delete from candidate c
where c.class in (select unnest(cast($classes as text[])))
  and (c.class, coalesce(c.grid_id, 0)) not in (
    select (a.class, t.grid_id)
    from (select unnest(cast($classes as text[])) as class, unnest(cast($areas as integer[])) as grid_id) a
    join grid_tree t on t.ancestor_id = a.grid_id
  )
