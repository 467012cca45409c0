-- purpose: row keys as written → people; one who was taken up into another entry since is that one
-- grain: plan.row_key one row per row with a key; entity_id null: damaged, or gone.  parameters: $letter, $cells (digits
--   of the hashes), $scope roots, $today
create or replace table plan.row_key as
with recursive written as (
  select sheet, row, string_split(trim(row_key), '.') as part from plan.key_written
),
read as (
  select sheet, row, part,
    coalesce(len(part) = 5 and part[1] = $letter and length(part[4]) >= $cells
      and part[5] = plan.key_check(array_to_string(part[1:4], '.')), false) as sound
  from written
),
numbered as (
  select sheet, row, sound, case when sound then try_cast(part[2] as integer) end as id, case when sound then part[4] end as hashes from read
),
kept as (
  select distinct id, id as now from numbered where id is not null
  union
  select k.id, m.kept_id from kept k join person_merge m on m.gone_id = k.now and m.undone_at is null
),
found as (
  select k.id, max(p.person_id) as person_id from kept k join person p on p.person_id = k.now group by k.id
)
select n.sheet, n.row, n.sound, n.hashes, f.person_id as entity_id, f.person_id in (from scope_people($scope, $today)) as visible
from numbered n left join found f on f.id = n.id;

-- a visitor without a home is only known to those who have seen them: to others the key says nothing
update plan.row_key k set entity_id = null
from person p where p.person_id = k.entity_id and p.home_grid_id is null and not coalesce(k.visible, false)
