-- purpose: the writings of a field with a value set, and what each means.  grain: one row per distinct text
-- parameters: $sheet, $field, $set_name, $most; put in by written.py: staged_table, text_here
with counted as (
  select text_here as text, count(*) as rows from staged_table s where s.sheet = $sheet and plan.told(text_here) is not null group by text_here
),
understood as (
  select c.text, c.rows, coalesce(v.code, plan.value_told($set_name, plan.told(c.text))) as code
  from counted c left join plan.value v on v.set_name = $set_name and v.text = plan.value_key(c.text)
)
select $field as field, text, cast(null as text) as context, rows, code as meaning, cast(null as text) as path,
  case when code is not null then 'value' end as how, cast(case when code is null then 0 else 1 end as integer) as ways
from understood
order by code is null desc, rows desc, text limit $most
