-- purpose: what a share's grids and its maker's scope have in common, without grids that were closed.  grain: one row per root of a visible subtree (0: the whole store)
-- parameters: $share, $maker (roots of the scope), $today
with standing as (
  select s.grid_id
  from share_grid s
  where s.share_id = $share and s.grid_id not in (select grid_id from grid where closed_on <= $today)
)
select grid_id from standing where grid_id in (from scope_grids($maker))
union
select grid_id from standing where grid_id = 0 and list_contains($maker, 0)
union
-- the maker's own grids that lie within the share's
select t.grid_id from grid_tree t join standing s on s.grid_id = t.ancestor_id where list_contains($maker, t.grid_id)
