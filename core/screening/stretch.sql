-- purpose: the risk areas whose stays are to be found (anew), what is known of them forgotten.  grain: temp table stretch one row per standing
-- area.  parameters: $areas (those that were added or removed, with whatever else is listed of their places; null: all),
-- $farthest (days before an area that matter)
create or replace temp table stretch as
with changed as (
  select distinct risk_place(grid_id, code, below) as place from risk_area where $areas is null or list_contains($areas, area_id)
)
select *, least(coalesce(ends_on, date '9999-12-30'), date '9999-12-30') as last_day, cast(since - $farthest as date) as first_day
from standing_areas() where risk_place(grid_id, code, below) in (select place from changed);

delete from risk_stay
where $areas is null or area_id in (
  select o.area_id from risk_area a join risk_area o on risk_place(o.grid_id, o.code, o.below) = risk_place(a.grid_id, a.code, a.below)
  where list_contains($areas, a.area_id));
