-- needs: chosen.  grain: one row per kind and state.  parameters: none
select p.kind, case when p.void_reason is not null then 'void' when p.received_on is not null then 'received' else 'open' end as state, count(*) as papers
from chosen c join paper p on p.paper_id = c.paper_id
group by 1, 2
