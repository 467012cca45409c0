-- purpose: cells that ask for what is stored to be emptied (`---`), and who is back: which fields of a person that empties, and where it
--   may not be
-- grain: plan.emptied one row per row of plan.compared with such cells; `emptied` the fields that become blank.  parameters: none
create or replace table plan.emptied (sheet integer, row bigint, emptied text[], refused text[]);
-- only if: select sheet from plan.typed_rows where len(clears) > 0 union all select sheet from plan.returned where not asked
insert into plan.emptied
select r.sheet, r.row,
  list_filter([
    -- what a resident number itself says is not emptied beside it
    /*person.emptied*/,
    case when list_contains(r.clears, 'household_code') and p.household_id is not null then 'household_code' end,
    case when list_contains(r.clears, 'unit_no') and r.old_unit_no is not null then 'unit_no' end,
    case when list_contains(r.clears, 'attention_until') and p.attention_until is not null then 'attention_until' end
  ], x -> x is not null) as emptied,
  list_filter(r.clears, x -> x not in (/*person.always_emptied*/, 'household_code', 'attention', 'attention_until') and (x <> 'unit_no' or r.block_id is null)
                             and (x not in (/*person.emptied_untold*/) or told) and not starts_with(x, 'fact_')) as refused
from (
  select q.sheet, q.row, q.block_id, c.person_id, c.old_unit_no,
    -- with a status goes its day, and what else is said of it
    case when b.row is not null then list_concat(coalesce(q.clears, []), ['status', 'status_on', 'status_note'])
         when list_contains(q.clears, 'status') then list_concat(q.clears, ['status_on', 'status_note']) else q.clears end as clears,
    coalesce(coalesce(q.id_type, o.id_type) = 'resident_id' and coalesce(q.id_number, o.id_number) is not null, false) as told
  from plan.typed q join plan.compared c on c.sheet = q.sheet and c.row = q.row join person o on o.person_id = c.person_id
  left join plan.returned b on b.sheet = q.sheet and b.row = q.row and not b.asked
  where len(q.clears) > 0 or b.row is not null
) r
join person p on p.person_id = r.person_id;

-- only if: from plan.emptied
insert into plan.issue select sheet, row, unnest(refused), 'not_clearable', null from plan.emptied
