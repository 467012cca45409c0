-- purpose: up to when lists of cases tell anything: the last day told, or on which a list came (one of nobody too), but no later than the data
-- grain: one row: reach (null: no list yet), came (the last list came on that very day, so that more of it may follow).  parameters: $until
with list as (
  select cast(b.imported_at as date) as day
  from import_batch b
  join import_sheet s on s.batch_id = b.batch_id and s.kind = 'cases'
  where b.status <> 'undone'
  union all
  select day from nil_report where kind = 'cases'
),
told as (
  select greatest(coalesce(reported_on, confirmed_on, onset_on), coalesce(confirmed_on, onset_on, reported_on), coalesce(onset_on, reported_on, confirmed_on)) as day
  from disease_case
),
reached as (
  select max(day) as day from (
    select least(day, cast($until as date)) as day from list
    union all
    select day from told where day <= cast($until as date)
  )
)
select r.day as reach, r.day in (select day from list) as came from reached r;
