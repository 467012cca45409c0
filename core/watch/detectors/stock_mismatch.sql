-- purpose: scan points where in and out no longer belong together: one direction is nearly gone while the other goes on
-- grain: one row per grid.  parameters: $as_of, $days (judged), $before (days from which the habit is learnt), $least (scans of the direction that is
--   gone, to be expected), $gone (share of the expected, below which it is), $going (share of its own usual that the other must keep)
-- People come in at one door and leave by another: what counts is the grid's own habit, not that both be equal. A rise of one direction, with the other as
-- always, is no fault of the data.
with habit as (
  select grid_id, sum(entries) as entries, sum(exits) as exits, count(*) as days
  from grid_day
  where day > cast($as_of as date) - $days - $before and day <= cast($as_of as date) - $days and check_ins > 0
  group by grid_id
  having sum(entries) > 0 and sum(exits) > 0
),
now as (
  select grid_id, sum(entries) as entries, sum(exits) as exits, min(day) as first_day, count(*) as days
  from grid_day
  where day > cast($as_of as date) - $days and day <= $as_of and check_ins > 0
  group by grid_id
),
beside as (
  select n.grid_id, n.first_day, n.entries, n.exits,
    n.entries * h.exits / h.entries as exits_due, n.exits * h.entries / h.exits as entries_due,
    h.entries * n.days / h.days as usual_entries, h.exits * n.days / h.days as usual_exits
  from now n
  join habit h on h.grid_id = n.grid_id
),
judged as (
  select *,
    case when exits_due >= $least and exits < $gone * exits_due and exits < $gone * usual_exits and entries >= $going * usual_entries then 'out'
         when entries_due >= $least and entries < $gone * entries_due and entries < $gone * usual_entries and exits >= $going * usual_exits then 'in' end as gone
  from beside
)
select grid_id, first_day, entries, exits, gone, case gone when 'out' then exits_due else entries_due end as expected
from judged
where gone is not null
order by grid_id;
