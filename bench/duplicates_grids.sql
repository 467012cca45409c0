-- purpose: a county of 17 towns, 300 villages and 3000 sections, and two imports
insert into grid (grid_id, code, name, axis, level, parent_id, updated_at)
select 1, 'c', 'c', 'area', 'county', null, timestamp '2026-01-01'
union all select 1 + i, 't' || i, 't', 'area', 'township', 1, timestamp '2026-01-01' from range(1, 18) r(i)
union all select 100 + i, 'v' || i, 'v', 'area', 'village', 2 + i % 17, timestamp '2026-01-01' from range(300) r(i)
union all select 1000 + i, 's' || i, 's', 'area', 'section', 100 + i % 300, timestamp '2026-01-01' from range(3000) r(i);
insert into import_batch (batch_id, imported_at, actor, file_name, sha256, bytes, status, seconds)
values (1, '2026-01-01', 'bench', 'a', 'a', 1, 'committed', 1), (2, '2026-02-01', 'bench', 'b', 'b', 1, 'committed', 1)
