-- purpose: what keeps the units that units_matched.sql (its head) finds from reopening
-- grain: one row per reason (untold: no list says it).  parameters: those of units_matched.sql
select o.reason as obstacle, count(*) as units
from (select unnest(coalesce(nullif(obstacles(obstacle), []), ['untold'])) as reason from matched) o
group by o.reason order by o.reason = 'untold', units desc, o.reason
