-- purpose: texts that name a second place, which neither holds the first nor lies in it (武汉 深圳), mean either; a second name that holds the
-- first (Wuhan, Hubei) is nothing left over
-- grain: said_place one row per text and place that it may mean, as in said.sql.  needs: whole_place, said_tail; said_place of its pieces
-- parameters: none
create or replace temp table second as
select t.text, t.code, s.code as other, starts_with(t.code, s.code) as holds
from said_tail t
join said_place s on s.text = t.piece
where
  -- nothing of the piece is left, or it begins with a name in full (深圳市南山区科技园); 吉林市场 is no place in 吉林市
  (s.rest = '' and (t.whole or (s.loose = 0 or length(s.code) < 6) and not starts_with(t.code, s.code))
    or t.whole and s.loose = 0 and (s.names > 1 or length(s.code) < 6 and not starts_with(s.rest, '场')))
  -- 城区, 东城 … are anywhere below a county, or a city without counties
  and not (length(s.code) = 6 and regexp_matches(t.piece, '^[东南西北中新老城市郊矿江河]+[区县]?$')
    and (length(t.code) = 6 or t.code not in (select unnest([left(code, 2), left(code, 4)]) from division where length(code) = 6)));

create or replace temp table said_place as
with read as (
  select p.text, p.code, case when s.text is null then p.rest else '' end as rest
  from whole_place p left join (select distinct text, code from second) s on s.text = p.text and s.code = p.code
  union
  select text, other, '' from second where not holds
)
select text, code, any_value(rest) as rest, count(*) over (partition by text) as ways
from read
group by text, code;

create or replace temp table said_text as select text from whole_text;
