-- purpose: the classes of each person on one day: what was found, without what another class of theirs excludes.  grain: one row per person and class
-- parameters: $as_of, $excluding and $excluded (classes, pair by pair: who is in one is not in the other).  Within: core/classify/found.sql
with found as (
/*found*/
),
exclusion as (
  select unnest(cast($excluding as text[])) as class, unnest(cast($excluded as text[])) as excluded
),
away as (
  select f.person_id, x.excluded as class from found f join exclusion x on x.class = f.class
)
select f.*
from found f
where not exists (select 1 from away a where a.person_id = f.person_id and a.class = f.class)
