-- purpose: expected against seen scans of each grid with all below it, from `completed`.  grain: one row per grid and day with an expectation
-- parameters: $wanted (days).  Rounded, so that the order of the sums makes no other row
select t.ancestor_id as grid_id, c.day, round(sum(least(c.check_ins, c.expected)), 3) as seen, round(sum(c.expected), 3) as expected
from completed c
join grid_tree t on t.grid_id = c.grid_id
where c.day in (select unnest($wanted)) and c.expected > 0
group by t.ancestor_id, c.day
order by c.day, t.ancestor_id;
