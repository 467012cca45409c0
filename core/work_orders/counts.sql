-- purpose: how many work orders chosen.sql finds.  grain: one row
-- parameters: those of chosen.sql
select
  count(*) as total, count(*) filter (where open) as open, count(*) filter (where overdue) as overdue, count(*) filter (where near) as near,
  count(*) filter (where open and paused_at is not null) as paused, count(*) filter (where state = 'new') as new, count(*) filter (where state = 'dispatched') as dispatched,
  count(*) filter (where state = 'taken') as taken, count(*) filter (where state = 'answered') as answered, count(*) filter (where state = 'accepted') as accepted,
  count(*) filter (where state = 'withdrawn') as withdrawn
from wanted
