-- purpose: who comes in the evening and goes in the morning goes on the next day
-- grain: one row per row of given_rows (position, sheet, row, half, seen_at), a scan.  parameters: $longest (hours of one stay)
-- `next_day`: false where that would be too long a stay, null where the time stands as it is
with paired as (
  select *, max(case when half like 'in!_%' escape '!' then seen_at end) over (partition by sheet, row, right(half, 1)) as came
  from (select * replace (case when half in ('in_at', 'out_at') then half || '_1' else half end as half) from given_rows)
),
told as (
  select *, case when half like 'out!_%' escape '!' and seen_at < came then seen_at + interval 1 day <= came + to_hours(cast($longest as integer)) end as next_day from paired
)
select case when next_day then seen_at + interval 1 day else seen_at end as seen_at, next_day from told order by position
