-- purpose: the people whose own data some imports, and the scans after a record, touched.  grain: one row per person.  parameters: $batches, $after (null: none)
with imports as (
  select unnest(cast($batches as integer[])) as batch_id
)
select person_id from person where batch_id in (from imports)
union
select entity_id from import_change where entity = 'person' and batch_id in (from imports)
union
select person_id from membership where batch_id in (from imports)
union
select person_id from person_fact where batch_id in (from imports)
union
select person_id from every_check_in where batch_id in (from imports)
union
select person_id from intake_record where seq > $after
