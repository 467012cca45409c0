-- purpose: expressions of the checks of declarations.  grain: macros
-- a class as written and as the register has it: 初一（1）班, 七年级一班, and 1班 below 七年级
create macro plan.part_key(x) as
  [[regexp_replace(case when tail.whole = '' then l else left(l, length(l) - length(tail.whole)) || plan.counted(tail.number) || '班' end, '年级|年|级', '', 'g')
    for tail in [regexp_extract(l, '(第?([0-9]{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])班)$', ['whole', 'number'])]][1]
   for l in [replace(replace(replace(regexp_replace(plan.place_letters(x), '([初高][一二三])(年级|年)?', '\1级'), '初一', '七'), '初二', '八'), '初三', '九')]][1];
-- a tick, or a word for yes; what says no is none
create macro plan.ticked(x) as
  case when x is null then null when regexp_full_match(lower(x), '无|無|否|不|没有|正常|健康|no|n|x|×|✗|0|-|/|—|未|未见|良好|好') then false else true end;
-- what is written of symptoms: none, or which
create macro plan.says_none(x) as
  regexp_full_match(lower(trim(x, ' 。.')), '无|無|否|没有|无症状|無症狀|无异常|正常|健康|良好|好|身体健康|身体正常|身体良好|一切正常|无不适|无任何症状|无明显症状|均无|no|none|normal|well|healthy|n')
