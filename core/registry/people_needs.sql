-- purpose: how many of those whom people_matched.sql (its head) finds are in each need.  grain: one row per need with somebody in it
-- parameters: those of people_matched.sql
select n.need, count(*) as people
from needing n
join matched m on m.person_id = n.person_id
group by n.need
