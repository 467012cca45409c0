-- purpose: the highest number of a person, those that were merged away included.  grain: one row.  parameters: none
select greatest(coalesce((select max(person_id) from person), 0), coalesce((select max(gone_id) from person_merge), 0))
