-- purpose: what became of the alerts of each rule that somebody closed and said the outcome of.  grain: one row per detector and rule
-- (digest of its settings): said, confirmed (handled), harmless, wrong (false, or a fault of the data).  parameters: none
select
  detector,
  rule,
  count(*) as said,
  count(*) filter (where outcome = 'handled') as confirmed,
  count(*) filter (where outcome = 'harmless') as harmless,
  count(*) filter (where outcome in ('false', 'data_error')) as wrong
from alert
where outcome is not null
group by detector, rule;
