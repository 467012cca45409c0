-- purpose: all whom people_matched.sql (its head) finds, in the order of the list: of their need, of the spoken name, then of the home grid.  grain: one row per person
-- parameters: those of people_matched.sql; $limit, $offset (of one page)
select person_id
from matched
order by place, coalesce(pinyin, name), name, home_grid_id, person_id
-- if limit
limit $limit offset $offset
-- end
