-- purpose: the hash of a cell's text, and the check of a whole row key, as macros of one plan.  parameters: none
-- 24 bits say whether a cell was edited and tell nobody what stood in it. Blanks and widths of characters do not count.
create or replace macro plan.cell_hash(x) as left(md5(regexp_replace(coalesce(plan.folded(x), ''), '\s', '', 'g')), 6);
-- signed: whoever writes a key of their own could ask, row by row, what the registers hold
create or replace macro plan.key_check(x) as left(md5((select value from secret where name = 'row_key') || x), 16);
create or replace macro plan.whole_hash(number, x) as
  left(md5(concat_ws('|', (select value from secret where name = 'row_key'), number, plan.folded(x))), 6);
create or replace macro plan.key_whole(x) as x || '.' || plan.key_check(x)
