-- purpose: what stands for those who are erased and for nobody else, where it is found in a text.  grain: one row per value.  parameters: $least (characters)
create or replace temp table erased_value as
with own as (
  select unnest([phone, id_number]) as value from person where person_id in (select person_id from erased)
  union
  select unnest([m.phone, m.id_number]) from merge_person m join person_merge g on g.merge_id = m.merge_id
  where g.kept_id in (select person_id from erased)
),
others as (
  select unnest([phone, id_number]) as value from person where person_id not in (select person_id from erased)
)
select regexp_escape(value) as value
from own
where length(value) >= $least and value not in (select value from others where value is not null)
