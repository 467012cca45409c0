-- purpose: where people say, or others say of them, that they were.  grain: temp table told, one row per person, way and place
-- parameters: $oldest (first day that matters to any area)
create or replace temp table told as
with origin_fact as (
  select person_id, string_agg(value, '' order by position) as text, max(batch_id) as batch_id
  from (
    select f.person_id, f.value, f.batch_id, list_position(['origin_province', 'origin_city', 'origin_county', 'origin_town', 'origin_village'], f.fact) as position,
      row_number() over (partition by f.person_id, f.fact order by f.since desc nulls last, f.fact_id desc) as time
    from person_fact f where f.fact in ('origin_province', 'origin_city', 'origin_county', 'origin_town', 'origin_village'))
  where time = 1 group by person_id
),
source as (
  select entity_id as person_id, max(batch_id) as batch_id from import_change where entity = 'person' and field = 'origin' group by entity_id
),
of_fact as (
  select f.person_id, case f.fact when 'via' then 'passed_through' else 'declared' end as how,
    unnest(regexp_split_to_array(f.value, '[、,，;；→>\s]+')) as text, coalesce(p.arrived_on, f.since) as left_on, p.arrived_on, f.batch_id
  from person_fact f join person p on p.person_id = f.person_id
  where f.fact in ('via', 'risk_stay')
)
-- he was at the origin until he arrived
select p.person_id, 'came_from' as how, coalesce(p.origin, o.text) as text, cast(null as date) as from_on, p.arrived_on as left_on, p.arrived_on,
  case when p.origin is null then o.batch_id else coalesce(s.batch_id, p.batch_id) end as batch_id
from person p
left join origin_fact o on o.person_id = p.person_id
left join source s on s.person_id = p.person_id
where coalesce(p.origin, o.text) is not null and (p.arrived_on is null or p.arrived_on >= $oldest)
union all
select person_id, how, text, null, left_on, arrived_on, batch_id from of_fact where text <> '' and (left_on is null or left_on >= $oldest)
union all
select person_id, 'declared', unnest(regexp_split_to_array(place, '[、,，;；→>\s]+')), from_date,
  coalesce(until_date, from_date, cast(declared_at as date)), null, batch_id
from declaration
where place is not null and coalesce(until_date, from_date, cast(declared_at as date)) >= $oldest
union all
select person_id, 'applied', unnest(regexp_split_to_array(destination, '[、,，;；→>\s]+')), leave_on, coalesce(return_on, leave_on), return_on, batch_id
from exit_application
where destination is not null and status not in ('refused', 'withdrawn') and coalesce(return_on, leave_on) >= $oldest
