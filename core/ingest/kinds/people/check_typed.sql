-- purpose: plan.typed, as the checks use it: what is not understood has a column for each field again
-- grain: one row per staged row.  parameters: none
-- run once more behind check_match.sql, which finds the days of those ends that are told without one
create or replace view plan.typed as
select t.* exclude (status_on), coalesce(t.status_on, d.status_on) as status_on,
  unclear->>'document' as document, unclear->>'birth_text' as birth_text, unclear->>'id_type_text' as id_type_text, unclear->>'sex_text' as sex_text,
  unclear->>'arrived_text' as arrived_text, unclear->>'until_text' as until_text, unclear->>'phone_text' as phone_text, unclear->>'grid_text' as grid_text,
  unclear->>'town' as town, unclear->>'section' as section, unclear->>'block_text' as block_text, unclear->>'household_text' as household_text, unclear->>'attention_text' as attention_text,
  unclear->>'unit_no_text' as unit_no_text, unclear->>'key_text' as key_text, unclear->>'returnee_text' as returnee_text, unclear->>'quarantined_text' as quarantined_text
from plan.typed_rows t left join plan.status_day d on d.sheet = t.sheet and d.row = t.row
