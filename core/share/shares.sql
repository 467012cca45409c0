-- purpose: shares within reach: one's own, and those whose grids all lie in the scope.  grain: one row per share.  parameters: $scope (roots), $account, $today
with beyond as (
  select share_id from share_grid where not list_contains($scope, 0) and grid_id not in (from scope_grids($scope))
),
held as (
  select s.share_id, list(g.name order by g.code) as grids, list(g.name order by g.code) filter (where g.closed_on <= $today) as gone
  from share_grid s
  join grid g on g.grid_id = s.grid_id
  group by s.share_id
),
used as (
  select share_id, count(*) filter (where refused is null) as uses, count(*) filter (where refused is not null) as refused,
    max(used_at) filter (where refused is null) as last_used
  from share_use
  group by share_id
),
told as (
  select s.share_id, s.name, s.content, s.columns, s.class, s.department, s.purpose, s.ground, s.reason, s.token_hash is not null as has_token, s.per_minute, s.until,
    s.made_by, s.made_at, s.revoked_by, s.revoked_at,
    case when s.revoked_at is not null then 'revoked' when s.until < $today then 'over' when len(h.gone) > 0 then 'grid_gone' else 'standing' end as state,
    coalesce(h.grids, []) as grids, coalesce(h.gone, []) as gone, coalesce(u.uses, 0) as uses, coalesce(u.refused, 0) as refused, u.last_used
  from share s
  left join held h on h.share_id = s.share_id
  left join used u on u.share_id = s.share_id
  where s.account_id = $account or s.share_id not in (from beyond)
)
select * from told order by state in ('revoked', 'over'), share_id desc
