-- purpose: people for whom the roster itself asks for a category.  grain: one row per person
-- A roster that says 长期 or 9999-12-31 says that there is no end.  parameters: /*first*/ (what ended before does not matter), $last
select
  person_id,
  home_grid_id as grid_id,
  arrived_on as on_day,
  nullif(attention_until, date '9999-12-31') as ends_on,
  attention
from person
where attention is not null
  and home_grid_id is not null
  and coalesce(attention_until, date '9999-12-31') >= /*first*/
  and coalesce(arrived_on, date '1900-01-01') <= $last
