-- purpose: accounts whose whole scope lies within that of who asks, with it and their open sessions
-- grain: one row per account.  parameters: $scope (roots), $issuer (of the provider)
with named as (
  select account_id, subject from account_subject where issuer = $issuer
),
beyond as (
  select account_id from account_scope where grid_id not in (from scope_grids($scope))
),
scoped as (
  select
    s.account_id,
    string_agg(coalesce(g.code, '*'), ' ' order by g.code) as grids,
    string_agg(coalesce(g.name, '*'), '、' order by g.code) as grid_names
  from account_scope s
  left join grid g on g.grid_id = s.grid_id
  group by s.account_id
),
open_sessions as (
  select account_id, count(*) as sessions from session group by account_id
)
select
  a.account_id, a.login, a.name, a.role, a.active, a.password_hash is not null as has_password, n.subject,
  coalesce(s.grids, '') as grids, coalesce(s.grid_names, '') as grid_names,
  coalesce(o.sessions, 0) as sessions, a.seen_at, a.created_at
from account a
left join scoped s on s.account_id = a.account_id
left join open_sessions o on o.account_id = a.account_id
left join named n on n.account_id = a.account_id
where list_contains($scope, 0) or (s.account_id is not null and a.account_id not in (from beyond))
order by a.account_id;
