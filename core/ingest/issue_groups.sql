-- purpose: issues of a sheet by kind, so that five hundred of one sort are one line
-- grain: one row per field and code.  parameters: $sheet
select i.field, i.code, s.severity, count(*) as issues, count(distinct i.row) as rows,
  list(distinct i.row order by i.row)[:5] as first_rows, count(distinct i.fields) as writings, arg_min(i.fields, i.row) as fields
from plan.issue i join plan.severity s on s.code = i.code
where i.sheet = $sheet
group by i.field, i.code, s.severity
order by s.severity <> 'error', rows desc, i.code, i.field
