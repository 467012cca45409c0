-- purpose: stays in risk areas.  grain: one row per person, area and way in which the stay is known
-- An area that was announced today counts although the last day that is really in is yesterday. Where it is not known whether what
-- is told lies in the area, its level and name are not known either.  parameters: /*first*/, $last (days that matter)
select * from (
  select
    s.person_id,
    coalesce(p.home_grid_id, s.grid_id) as grid_id,
    case when s.left_on is null and s.how in ('lives_in', 'works_in') then least(greatest(a.since, s.from_on), $last)
      when s.from_on <= $last then least(s.left_on, $last) else s.left_on end as on_day,
    a.ends_on,
    case when s.sure then a.level end as stay_level,
    case when s.sure then a.name end as stay_area,
    s.left_on,
    s.arrived_on,
    greatest(a.since, s.arrived_on) as found_on,
    s.how,
    case when s.how in ('lives_in', 'works_in') and s.left_on is null then 0 else greatest(0, date_diff('day', s.left_on, a.since)) end as left_before_risk,
    case when s.how in ('lives_in', 'works_in') and s.left_on is null then 0
      else greatest(0, date_diff('day', s.left_on, greatest(a.since, s.arrived_on))) end as left_before_found
  from risk_stay s
  join standing_areas() a on a.area_id = s.area_id
  join person p on p.person_id = s.person_id
  where a.since <= $last + 1
)
where grid_id is not null
  and (on_day is null or on_day <= $last and greatest(on_day, coalesce(ends_on, date '9999-12-31')) >= /*first*/)
