-- purpose: pairs of people who share a key.  grain: one row per pair (person_a < person_b).  needs: block_key
-- parameters: $crowd (a key held by more people is a placeholder and joins nobody)
with shared as (
  select key from block_key group by key having count(*) between 2 and $crowd and bool_or(fresh)
),
held as (
  select b.person_id, b.fresh, b.key from block_key b join shared s on s.key = b.key
)
select distinct least(x.person_id, y.person_id) as person_a, greatest(x.person_id, y.person_id) as person_b
from held x join held y on y.key = x.key and x.person_id < y.person_id
where x.fresh or y.fresh
