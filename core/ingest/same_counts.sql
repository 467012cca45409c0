-- purpose: rows that resemble somebody and are asked about or were answered.  grain: one row per kind and verdict.  parameters: $sheet
-- A row that would change nobody waits for no word.
select s.kind, s.verdict, count(*) as rows
from plan.same s
left join plan.people p on p.sheet = s.sheet and p.row = s.row
where s.sheet = $sheet and not s.sure and p.status <> 'unchanged'
group by s.kind, s.verdict
order by s.kind, s.verdict
