-- Two entries of one person: pairs that may be the same, what was decided about them, and merges with all that undoing one needs.

-- one row: two people who may be the same, person_a < person_b. A decided pair stays: it is the memory of "not the same".
create table duplicate_pair (
  pair_id     integer not null,
  person_a    integer not null,
  person_b    integer not null,
  band        text not null,                 -- same (document number) | perhaps
  rule        text not null,                 -- document | phone | birth | household: the strongest that found it
  score       double not null,               -- 0 … 1, how sure
  reasons     text not null,                 -- JSON list of codes: what agrees (same_…), what does not (other_…)
  status      text not null,                 -- open | same (merged) | different
  found_at    timestamp not null,
  decided_by  text,
  decided_at  timestamp
);

-- one row: one entry (`gone_id`) taken up into another (`kept_id`)
create table person_merge (
  merge_id    integer not null,
  pair_id     integer,                       -- null: merged without a pair
  kept_id     integer not null,
  gone_id     integer not null,
  merged_by   text not null,
  merged_at   timestamp not null,
  undone_by   text,
  undone_at   timestamp
);

-- one row: an entry as it was before the merge; `side` is kept | gone
create table merge_person as
select cast(0 as integer) as merge_id, '' as side, * from person limit 0;

-- one row: a membership or a class as it was, of either side, or as the merge gave it to the kept entry (side 'given')
create table merge_membership as
select cast(0 as integer) as merge_id, '' as side, * from membership limit 0;
create table merge_class as
select cast(0 as integer) as merge_id, '' as side, * from person_class limit 0;

-- one row: a check-in that changed hands
create table merge_check_in as
select cast(0 as integer) as merge_id, * from check_in limit 0;

-- one row: a row of another table that changed hands
create table merge_row (
  merge_id    integer not null,
  table_name  text not null,                 -- declaration | exit_application | alert | task | household (its householder)
  row_id      integer not null
);

-- The check character of GB 11643-1999 (ISO 7064 MOD 11-2) for the first 17 digits, given as a number.
create macro document_check(n) as
  substring('10X98765432', 1 + cast((
    (n // 10000000000000000 % 10) * 7 + (n // 1000000000000000 % 10) * 9 + (n // 100000000000000 % 10) * 10
    + (n // 10000000000000 % 10) * 5 + (n // 1000000000000 % 10) * 8 + (n // 100000000000 % 10) * 4
    + (n // 10000000000 % 10) * 2 + (n // 1000000000 % 10) * 1 + (n // 100000000 % 10) * 6
    + (n // 10000000 % 10) * 3 + (n // 1000000 % 10) * 7 + (n // 100000 % 10) * 9 + (n // 10000 % 10) * 10
    + (n // 1000 % 10) * 5 + (n // 100 % 10) * 8 + (n // 10 % 10) * 4 + (n % 10) * 2) % 11 as integer), 1);
-- Letters and digits alone, upper-case, full-width ones made plain.
create macro document_plain(x) as
  nullif(upper(regexp_replace(translate(x, '０１２３４５６７８９Ｘｘ', '0123456789Xx'), '[^0-9A-Za-z]', '', 'g')), '');
-- A document number as compared: a resident number of 15 digits is brought to 18 characters.
create macro document_key(x) as
  case when length(document_plain(x)) = 15 and try_cast(document_plain(x) as bigint) is not null
       then left(document_plain(x), 6) || '19' || substring(document_plain(x), 7)
            || document_check(try_cast(left(document_plain(x), 6) || '19' || substring(document_plain(x), 7) as bigint))
       else document_plain(x) end;
-- Whether a compared number is a resident number that its check character confirms.
create macro document_valid(k) as
  coalesce(length(k) = 18 and document_check(try_cast(left(k, 17) as bigint)) = right(k, 1), false);
