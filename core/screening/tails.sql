-- purpose: what places leave over that may name a place itself: all of it, and the last word where the text has several
-- grain: said_tail one row per text, place that it may mean and piece left over.  needs: said_place, said_text.  parameters: none
create or replace temp table whole_text as select text from said_text;

create or replace temp table whole_place as select * from said_place;

create or replace temp table said_tail as
with word as (
  select text, lower(regexp_extract(text, '[\s,，、;；/]([^\s,，、;；/]+)\s*$', 1)) as word from whole_text
)
select text, code, rest as piece, true as whole from whole_place where rest <> ''
union all
select p.text, p.code, w.word, false from whole_place p join word w on w.text = p.text
where w.word <> '' and length(w.word) < length(p.rest) and ends_with(p.rest, w.word);
