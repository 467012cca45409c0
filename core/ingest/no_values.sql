-- purpose: issues on cells in which a formula stands and no value, and on rows of nothing else
-- grain: plan.issue one row per cell of given_rows (r, field, text, kept: something else stands in the row).  parameters: $sheet, $unsolved
insert into plan.issue
select $sheet, r, field,
  -- without the number nobody can tell who is meant: a person would be doubled
  case when field = 'id_number' then 'id_formula' when text = $unsolved then 'formula_unsolved' else 'formula_error' end,
  cast(json_object('value', case when text = $unsolved then '=' else text end) as text)
from given_rows where kept;

insert into plan.issue
select distinct $sheet, r, null, 'row_formulas', null from given_rows where not kept
