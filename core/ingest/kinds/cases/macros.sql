-- purpose: expressions of the checks of cases.  grain: macros
-- lists of long ago: days before the years that people of a register can have been born in
create macro plan.case_day(x, today) as
  coalesce(plan.past_day(x, today), case when regexp_full_match(x, '1[5-8]\d\d-\d\d-\d\d') then try_cast(x as date) end);
-- an age as written, in years: 3月龄, 45岁, 男/45
create macro plan.years_of(x, unit) as
  [n / case coalesce(unit, case when regexp_matches(x, '月|[mM]') then 'month' when regexp_matches(x, '[天日dD]') then 'day' else 'year' end)
       when 'month' then 12 when 'day' then 365.25 else 1 end
   for n in [try_cast(regexp_extract(x, '^(?:\s*[男女]?\s*[/／、，,;；]?\s*)(\d{1,3}(\.\d+)?)', 1) as double)]][1]
