-- purpose: the times of a batch of check-ins whose column is not written in the usual way throughout
-- grain: one row per row of given_rows (no, written).  parameters: $today
select plan.moment(written, $today) as seen_at from given_rows order by no
