-- purpose: the times of a batch of check-ins whose column is not written in the usual way throughout
-- grain: one row per row of given_rows (no, written).  parameters: $today
-- 次日 00:12 is after midnight; what a machine says of the scan behind its time (迟到, 外勤) is none of it
with plain as (
  select no, regexp_matches(written, '次日|隔日|第二天') as after,
    regexp_replace(regexp_replace(written, '[(（]?(正常|迟到|早退|外勤|补卡|严重迟到|加班)[)）]?\s*$', ''), '[(（]?(次日|隔日|第二天)[)）]?', '') as written
  from given_rows
)
select plan.moment(trim(written), $today) + case when after then interval 1 day else interval 0 day end as seen_at from plain order by no
