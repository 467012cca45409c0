-- purpose: the writings of a field with a value set, and what each means.  grain: one row per distinct text
-- parameters: $sheet, $field, $set_name, $most; put in by written.py: staged_table, text_here
with counted as (
  select text_here as text, count(*) as rows from staged_table s where s.sheet = $sheet and plan.told(text_here) is not null group by text_here
)
select $field as field, c.text, cast(null as text) as context, c.rows, v.code as meaning, cast(null as text) as path,
  case when v.code is not null then 'value' end as how, cast(case when v.code is null then 0 else 1 end as integer) as ways
from counted c left join plan.value v on v.set_name = $set_name and v.text = plan.value_key(c.text)
order by v.code is null desc, c.rows desc, c.text limit $most
