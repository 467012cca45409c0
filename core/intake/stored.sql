-- purpose: which of some records were stored before.  grain: one row per record that was: record_id as text
-- A join that finds, never an outer one: it lets the few records choose what is read of the millions.
-- parameters: $records (uuid as text)
select cast(r.record_id as text)
from (select unnest(cast($records as uuid[])) as record_id) g
join intake_record r on r.record_id = g.record_id
