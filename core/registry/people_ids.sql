-- purpose: all whom people_matched.sql (its head) finds, in the order of the list.  grain: one row per person.  parameters: those of people_matched.sql
select person_id
from matched
order by place, coalesce(pinyin, name), name, home_grid_id, person_id
