-- purpose: grade every grid by the first rule that fits, of what grid_observed.sql (its head) counts.  grain: one row per grid
-- parameters: those of its head; $version
, fits as (
  select
    o.grid_id, r.grade, r.reason, o.what, o.number, o.base, 1000.0 * o.number / o.base as per_1000,
    row_number() over (partition by o.grid_id order by r.position) as place
  from observed o
  join rule r on r.what = o.what
  where case
    when o.what = 'coverage' then o.number < r.at_least
    -- where nobody is registered there is no share of anybody: only a rule that asks for none fits
    else o.number >= r.at_least and coalesce(1000.0 * o.number / o.base, 0) >= r.per_1000
  end
)
select
  g.grid_id,
  coalesce(f.grade, 'low') as grade,
  coalesce(f.reason, 'grade_low') as reason,
  case
    when f.what = 'coverage' then json_object('percent', round(100 * f.number))
    when f.what = 'share.outsiders' then json_object('outsiders', cast(f.number as bigint), 'percent', round(100.0 * f.number / f.base))
    when f.what like 'reading.%' then json_object('value', round(f.number, 1))
    when f.what like 'gauge.%' then json_object('stations', cast(f.number as bigint))
    when f.what like 'alert.%' then json_object('alerts', cast(f.number as bigint), 'per_1000', round(f.per_1000, 1))
    when f.grade is not null then json_object('class', f.what, 'people', cast(f.number as bigint), 'per_1000', round(f.per_1000, 1))
  end as fields
from grid g
left join fits f on f.grid_id = g.grid_id and f.place = 1
order by g.grid_id
