-- purpose: accounts whose whole scope lies within that of who asks, for a sheet to be held against
-- grain: one row per account.  parameters: $scope (roots)
with beyond as (
  select account_id from account_scope where grid_id not in (from scope_grids($scope))
),
held as (
  select account_id, list(grid_id order by grid_id) as grids from account_scope group by account_id
)
select a.account_id, a.login, a.name, a.role, h.grids, a.active
from account a
left join held h on h.account_id = a.account_id
where list_contains($scope, 0) or (h.account_id is not null and a.account_id not in (from beyond));
