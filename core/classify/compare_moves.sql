-- purpose: who moves from which class to which.  grain: one row per class before (null: in none), after and township.  parameters: none.  needs: compared
select before, after, township_id, count(*) as people
from compared
where before is distinct from after
group by before, after, township_id;
