-- purpose: the place of each row in one text: province, city and county where they have columns of their own, then the area
-- grain: plan.written_place one row per staged row.  parameters: none
create or replace table plan.written_place as
with told as (
  select sheet, row, plan.told(province) as province, plan.told(city) as city, plan.told(county) as county, plan.told(area) as area from plan.staged_risk_areas
),
-- 北京市 as province and as city, 湖北省武汉市… in the area's own column: said once
county as (
  select *, case when county is null or contains(coalesce(area, ''), county) then '' else county end as c,
    case when city is null or city = province or contains(coalesce(county, '') || coalesce(area, ''), city) then '' else city end as b,
    case when province is null or contains(coalesce(city, '') || coalesce(county, '') || coalesce(area, ''), province) and city is distinct from province then '' else province end as a
  from told
)
select sheet, row, nullif(a || b || c || coalesce(area, ''), '') as written, coalesce(area, nullif(a || b || c, '')) as name from county
