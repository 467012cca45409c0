-- needs: chosen.  grain: one row per kind and state.  parameters: none
select p.kind, c.state, count(*) as papers
from chosen c join paper p on p.paper_id = c.paper_id
group by 1, 2
