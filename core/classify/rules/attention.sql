-- purpose: people for whom the roster itself asks for a class.  grain: one row per person
-- a roster that says 长期 or 9999-12-31 says that there is no end
-- parameters: $attention (class code in the roster), $days (its length where the roster gives only its end; 0: unlimited), $since, $until
select
  person_id,
  home_grid_id as grid_id,
  coalesce(arrived_on, case when $days > 0 and attention_until < date '9999-12-31' then cast(attention_until - $days as date) end, date '1900-01-01') as since,
  coalesce(attention_until, date '9999-12-31') as until,
  json_object('until', cast(nullif(attention_until, date '9999-12-31') as text)) as fields
from person
where attention = $attention
  and home_grid_id is not null
  and coalesce(attention_until, date '9999-12-31') >= $since
  and coalesce(arrived_on, date '1900-01-01') <= $until
