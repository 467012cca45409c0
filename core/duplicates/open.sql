-- purpose: pairs of which a scope reaches both people; the head of duplicates_counts.sql and duplicates_page.sql
-- grain: one row per pair.  parameters: $scope roots, $grid (0: all), $as_of (only memberships that hold on it count), $status
-- A filter grid finds the pairs of which one lives or stays, works or studies in it.
with inside as (select grid_id from grid_tree where ancestor_id = $grid),
chosen as (
  select d.* from duplicate_pair d where d.status = $status
),
concerned as (
  select person_a as person_id from chosen union select person_b from chosen
),
belonging as (
  select m.person_id, m.grid_id
  from membership m join concerned c on c.person_id = m.person_id
  where m.kind <> 'home' and holds_on(m.since, m.until, $as_of)
  union all
  select p.person_id, p.home_grid_id from person p join concerned c on c.person_id = p.person_id where p.home_grid_id is not null
),
reached as (
  select person_id from scope_people($scope, $as_of) where person_id in (select person_id from concerned)
),
within as (
  select distinct person_id from belonging where $grid <> 0 and grid_id in (from inside)
),
listed as (
  select d.*
  from chosen d
  join person a on a.person_id = d.person_a
  join person b on b.person_id = d.person_b
  where d.person_a in (from reached) and d.person_b in (from reached)
    and ($grid = 0 or d.person_a in (from within) or d.person_b in (from within)
      or (a.home_grid_id is null and b.home_grid_id is null and exists (select 1 from grid where grid_id = $grid and axis = 'area' and parent_id is null)))
)
