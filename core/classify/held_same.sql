-- purpose: are some people's classes as they stand already?  grain: one row, one boolean
-- parameters: $people, $low, $high (of their numbers).  Within: core/classify/held.sql, of the day and the policy by which person_class stands
with held as (
/*held*/
)
select not exists (
  select 1
  from held h
  full join (
    from person_class where person_id between $low and $high and list_contains(cast($people as integer[]), person_id)
  ) c on c.person_id = h.person_id and c.class = h.class
  where h.person_id is null
    or c.person_id is null
    or h.since > date '1900-01-01' and h.since <> c.since
    or coalesce(c.until, date '9999-12-31') <> h.until
    or coalesce(c.counted_from, date '1900-01-01') <> h.counted_from
    or c.reason <> h.last.reason
    or c.fields is distinct from h.last.fields
    or c.ends_by <> h.last.ends_by
    or c.grid_id is distinct from h.last.grid_id
    or c.chain is distinct from h.last.chain
    or c.manual_id is distinct from h.last.manual_id
)
