-- purpose: bring duplicate_pair up to date with table `found`; what people decided stays.  grain: one row per pair
-- parameters: $now.  Pairs of people outside this run (neither is `fresh`) are left alone.

-- people who came after the pair was found only bear the number of someone deleted
delete from duplicate_pair
where pair_id in (
  select d.pair_id from duplicate_pair d join person p on p.person_id = d.person_a join import_batch b on b.batch_id = p.batch_id
  where b.imported_at > d.found_at
  union all
  select d.pair_id from duplicate_pair d join person p on p.person_id = d.person_b join import_batch b on b.batch_id = p.batch_id
  where b.imported_at > d.found_at
);

-- no longer alike, or mended meanwhile
delete from duplicate_pair
where pair_id in (
  select d.pair_id
  from duplicate_pair d
  join subject a on a.person_id = d.person_a
  join subject b on b.person_id = d.person_b
  left join found f on f.person_a = d.person_a and f.person_b = d.person_b
  where d.status = 'open' and (a.fresh or b.fresh) and f.person_a is null
);

update duplicate_pair d set band = f.band, rule = f.rule, score = f.score, reasons = f.reasons
from found f
where f.person_a = d.person_a and f.person_b = d.person_b and d.status = 'open';

create or replace temp table added as
select f.*
from found f
left join duplicate_pair d on d.person_a = f.person_a and d.person_b = f.person_b
where d.pair_id is null;

insert into duplicate_pair
select
  (select coalesce(max(pair_id), 0) from duplicate_pair) + row_number() over (order by score desc, person_a, person_b),
  person_a, person_b, band, rule, score, reasons, 'open', $now, null, null
from added
