-- purpose: which province, city or county a writing of a place begins with, and what it says beyond
-- grain: temp table said_place, one row per text and place that it may mean; none where it names none.  `ways`: of how many; `rest`: what
-- lies below the county, as compared; `names`: how many it took; `loose`: 0 where each was written with its ending.
-- needs: said_text (text), division (divisions.py).  parameters: none
create or replace temp table said_place as
with letter as (
  select text, regexp_replace(translate(regexp_replace(lower(text), '[\s\-－—–_/／\\|>＞→·•・.。,，、;；:：()（）\[\]【】"“”''’]+', '', 'g'),
    '廣東縣區鄉鎮漢灣龍慶雲蘇陝遼寧貴臺內濱煙連陽島長興無爾橋門莊嶺', '广东县区乡镇汉湾龙庆云苏陕辽宁贵台内滨烟连阳岛长兴无尔桥门庄岭'),
    '^(中国|从|自|由|在|来自|去|到|赴|往)+', '') as rest
  from said_text
),
-- of each level at most one name, the higher before the lower; `last`: how loose the last of them is
province as (
  select text, rest, '' as code, 0 as loose, 0 as former, 0 as names, 0 as last from letter
  union all
  select c.text, substring(c.rest, c.cut + 1), d.code, d.loose, cast(d.former as integer), 1, d.loose
  from (select *, unnest(range(1, least(length(rest), 12) + 1)) as cut from letter) c
  join division d on d.name = left(c.rest, c.cut)
  where length(d.code) = 2
),
city as (
  select * from province
  union all
  select c.text, substring(c.rest, c.cut + 1), d.code, c.loose + d.loose, c.former + cast(d.former as integer), c.names + 1, d.loose
  from (select *, unnest(range(2, least(length(rest), 15) + 1)) as cut from province) c
  join division d on d.name = left(c.rest, c.cut)
  where length(d.code) = 4 and starts_with(d.code, c.code)
),
county as (
  select * from city
  union all
  select c.text, substring(c.rest, c.cut + 1), d.code, c.loose + d.loose, c.former + cast(d.former as integer), c.names + 1, d.loose
  from (select *, unnest(range(2, least(length(rest), 15) + 1)) as cut from city) c
  join division d on d.name = left(c.rest, c.cut)
  where length(d.code) = 6 and starts_with(d.code, c.code) and (d.loose < 2 or length(c.code) = 4)
),
-- 南京路 is in any town; 横州镇 is a town of that name and no more of 横州市, while 保山镇安镇 is a town in 保山
parse as (
  select * from county
  where code <> '' and not (loose > 0 and regexp_matches(rest, '^(路|街|大道|巷|弄)'))
    and not (last > 0 and regexp_matches(rest, '^(镇|乡|村|屯|社区|民族乡|苏木)') and not regexp_matches(rest, '^(乡下|[镇乡村屯][^镇乡村]{1,3}(镇|乡|街道))'))
),
-- what leaves least over; the wider of two that leave the same (长沙 is the city, not its county); a name before a name without its ending
best as (
  select * from parse
  qualify rank() over (partition by text order by length(rest), case when length(code) < 6 then 0 else loose end, former, length(code)) = 1
)
select text, code, any_value(rest) as rest, count(*) over (partition by text) as ways, max(names) as names, min(loose) as loose
from best
group by text, code
