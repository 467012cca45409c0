-- purpose: how dates and times are written, read as macros of one plan. The usual forms come first: they cost least.
-- parameters: none. Null is what is no date, or may be one of two: never a guess (1/2/2020, 20-2-1, 198503).

-- a year of four digits at the start, which is what the readers of the database can be trusted with
create macro plan.year_first(x) as x >= '1901' and x < '2200' and substring(x, 3, 2) between '00' and '99' and not suffix(x, ')');

-- the moment of a text that names its own time zone, in China's (no summer time since 1991)
create macro plan.zoned(x) as
  case when length(x) > 15 and (suffix(x, 'Z') or substring(x, -6, 1) in ('+', '-') or substring(x, -5, 1) in ('+', '-'))
       then make_timestamp(epoch_us(try_cast(regexp_replace(x, '\s?([+-]\d{2}):?(\d{2})$', '\1:\2') as timestamptz))) + interval 8 hours end;

-- the commonest form first, for there are tens of millions of it; '2020-02-01 08:05+08' is as long
create macro plan.usual_moment(x) as
  case when length(x) = 19 and substring(x, 17, 1) = ':' and x >= '1901' and x < '2200' and try_cast(x as timestamp) is not null then try_cast(x as timestamp)
       when plan.year_first(x) then coalesce(
    plan.zoned(x),
    try_cast(x as timestamp),
    try_cast(translate(x, '.年月日', '---') as timestamp),
    case length(x) when 8 then try_strptime(x, '%Y%m%d') when 12 then try_strptime(x, '%Y%m%d%H%M') when 14 then try_strptime(x, '%Y%m%d%H%M%S') end)
  end;

-- a date serial that a spreadsheet shows as a number, 1927 to 2091
create macro plan.serial_moment(x) as
  case when regexp_full_match(x, '[1-6]\d{4}(\.\d+)?') then timestamp '1899-12-30' + to_seconds(cast(round(try_cast(x as double) * 86400) as bigint)) end;

-- 2十5, 2十, 十5, 十 → 25, 20, 15, 10
create macro plan.tens(x) as
  replace(regexp_replace(regexp_replace(regexp_replace(x, '(\d)十(\d)', '\1\2', 'g'), '(\d)十', '\10', 'g'), '十(\d)', '1\1', 'g'), '十', '10');

-- full-width and Chinese figures, 年月日时分秒 and weekdays → “2020-2-1 p8:05”: a, p, e for morning, afternoon and evening;
-- y after a year of two figures that says it is one
create macro plan.date_spelled(x) as
  trim(regexp_replace(plan.tens(translate(
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(lower(x),
      '[\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{2066}-\x{2069}\x{feff}''`‘’]', '', 'g'),
      '[(（\[]?\s?(星期|周|週|礼拜)\s?[一二三四五六日天1-7]\s?[)）\]]?', ' ', 'g'),
      '^\s*([0-9０-９〇零一二三四五六七八九]{2})年', '\1y-'),
      '上午|早上|早晨|清晨|凌晨|\ba\.?m\b\.?', ' a', 'g'), '下午|午后|傍晚|\bp\.?m\b\.?', ' p', 'g'), '晚上|夜里|夜间', ' e', 'g'),
    '０１２３４５６７８９〇○零一二三四五六七八九：／－．。—–年月日号號时時点點分秒　',
    '0123456789000123456789:/-..----   :::::  ')), '\s+', ' ', 'g'));
create macro plan.date_parts(spelled) as
  regexp_extract(spelled,
    '^(\d{1,8}y?(?: ?[-/.] ?\d{1,4}){0,2})(?:(?: ?t ?| )([ape]?) ?(\d{1,2}):?(\d{1,2})?:?(\d{1,2})?(?:\.\d+)?[: ]*([ape]?))?$',
    ['figures', 'before', 'h', 'i', 's', 'after']);

-- a year of two figures: the one that lies nearest. Of a birth, one that leaves no choice between a child and a centenarian.
create macro plan.century(yy, today, birth) as
  case when birth and yy > year(today) % 100 then 1900 + yy
       when birth and year(today) - 1900 - yy <= 105 then null
       when not birth and 2000 + yy - year(today) > 50 then 1900 + yy
       else 2000 + yy end;

-- a day without year: the one nearest to today
create macro plan.nearest(month, day, today) as
  list_min([{'away': abs(d - today), 'day': d}
    for d in [try_cast(format('{}-{}-{}', year(today) + back, month, day) as date) for back in [-1, 0, 1]] if d is not null]).day;

create macro plan.figured_day(f, today, birth) as
  case when len(f) = 1 and length(f[1]) = 8 and plan.year_first(f[1]) then cast(try_strptime(f[1], '%Y%m%d') as date)
       when len(f) = 2 and not birth and length(f[1]) <= 2 and length(f[2]) <= 2 then plan.nearest(f[1], f[2], today)
       when len(f) <> 3 then null
       when plan.year_first(f[1]) and length(f[1]) = 4 and length(f[3]) <= 2 then try_cast(concat_ws('-', f[1], f[2], f[3]) as date)
       when length(f[3]) <= 2 and (suffix(f[1], 'y') or length(f[1]) = 2 and f[1] > '31')
         then try_cast(concat_ws('-', plan.century(cast(left(f[1], 2) as integer), today, birth), f[2], f[3]) as date)
       -- the year last: only where day and month can't be taken for each other
       when plan.year_first(f[3]) and length(f[1]) <= 2 and length(f[2]) <= 2 then
         case when cast(f[1] as integer) > 12 or cast(f[1] as integer) = cast(f[2] as integer) then try_cast(concat_ws('-', f[3], f[2], f[1]) as date)
              when cast(f[2] as integer) > 12 then try_cast(concat_ws('-', f[3], f[1], f[2]) as date) end
  end;

-- the time of a day in seconds; half: a, p, e for morning, afternoon and evening, '' where nothing says it
create macro plan.hour_of(h, half) as
  case when half = '' and h <= 24 or half = 'a' and h < 12 or half = 'p' and h between 12 and 18 or half = 'e' and h between 17 and 23 then h
       when half = 'a' and h = 12 then 0
       when half = 'p' and h < 12 or half = 'e' and h between 5 and 11 then h + 12 end;
create macro plan.seconds_of(p) as
  case when p.h = '' then 0
       else [case when t.i < 60 and t.s < 60 then plan.hour_of(t.h, t.half) * 3600 + t.i * 60 + t.s end
             for t in [{'h': try_cast(p.h as integer), 'half': p.before || p.after,
                        'i': coalesce(try_cast(p.i as integer), 0), 's': coalesce(try_cast(p.s as integer), 0)}]][1] end;

create macro plan.written_moment(x, today, birth) as
  [[plan.figured_day(f, today, birth) for f in [string_split(regexp_replace(p.figures, ' ?[-/.] ?', '-', 'g'), '-')]][1]
     + to_seconds(plan.seconds_of(p))
   for p in [plan.date_parts(plan.date_spelled(x))]][1];

-- English months by name
create macro plan.named_moment(x) as
  case when regexp_matches(x, '[A-Za-z]{3}.*\d{4}')
       then try_strptime(replace(x, ',', ' '), ['%d-%b-%Y', '%d %b %Y', '%b %d %Y', '%b %d  %Y', '%d %B %Y', '%B %d  %Y', '%B %d %Y', '%a %b %d %Y',
                            '%d-%b-%Y %H:%M', '%d-%b-%Y %H:%M:%S', '%d %b %Y %H:%M', '%d %b %Y %H:%M:%S']) end;

create macro plan.any_moment(x, today, birth) as
  case when x is not null then
    coalesce(plan.usual_moment(x), plan.serial_moment(x), plan.written_moment(x, today, birth), plan.named_moment(x)) end;

-- a time; without year the nearest to `today`
create macro plan.moment(x, today) as plan.any_moment(x, today, false);
-- Midnight as other programs shift it. Shanghai's clock was 43 seconds off its zone until 1901, and a widespread spreadsheet library
-- counts days from then: 23:59:17 of the day before. Summer time, of the years 1986 to 1991 alone, takes another hour. So of a
-- column of days, never of one of moments, for these times the next day is meant.
create macro plan.whole_day(x) as
  [cast(m as date) + case when hour(m) < 22 then 0 when regexp_full_match(strftime(m, '%H%M%S %Y %m-%d'),
       '235917.*|(230000|225917) (198[6-9]|199[01]) (04-(09|[123].)|0[5-8].*|09-(0.|1[0-8]))') then 1 else 0 end
   for m in [x + interval 500 milliseconds]][1];
-- a day likewise, of one with its part alone (3月5日下午, 3月5日晚) that day; as a moment it would be none
create macro plan.day(x, today) as
  coalesce(plan.whole_day(plan.any_moment(x, today, false)),
    plan.whole_day(plan.any_moment(nullif(regexp_replace(x, '\s*(上午|中午|下午|早上|晚上|傍晚|凌晨|夜间|早|晚)$', ''), x), today, false)));
-- a day of what has happened: without its year the last such day, not the nearest
create macro plan.past_day(x, today) as
  [case when d > today and not regexp_matches(x, '[0-9]{4}') then cast(d - interval 1 year as date) else d end for d in [plan.day(x, today)]][1];
-- a day of birth: never without its year
create macro plan.birth_day(x, today) as plan.whole_day(plan.any_moment(x, today, true));
-- the last day of something, 9999-12-31 where it has no end
create macro plan.end_day(x, today) as
  case when regexp_full_match(lower(x), '长期(有效)?|永久(有效)?|永远|无期限?|不限期?|無期限|長期|终身|至今|[29]999\D?12\D?31\D?( 00:00:00)?|99991231|permanent|indefinite|no end|open')
       then date '9999-12-31' else plan.day(x, today) end;

-- ── the same of texts that are all written as 2026-02-01 or 2026-02-01 08:00:00 (plain_dates.py) ──
create macro plan.plain_moment(x, today) as try_cast(x as timestamp);
create macro plan.plain_day(x, today) as cast(try_cast(x as timestamp) as date);
create macro plan.plain_birth_day(x, today) as plan.plain_day(x, today);
create macro plan.plain_end_day(x, today) as plan.plain_day(x, today);

-- the first date that stands within words, “2020年3月5日因病去世”; of a month or a year alone, “2019年并入”, its last day, or today
create macro plan.month_end(year, month) as last_day(try_cast(year || '-' || coalesce(nullif(month, ''), '12') || '-1' as date));
create macro plan.ended_by(ended, today) as case when ended is not null then least(ended, cast(today as date)) end;
create macro plan.day_within(x, today) as
  coalesce(try_cast(regexp_replace(regexp_extract(x, '(?:19|20)\d{2}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}'), '\D+', '-', 'g') as date),
    plan.ended_by(plan.month_end(regexp_extract(x, '((?:19|20)\d{2})\s?[-./年]', 1), regexp_extract(x, '(?:19|20)\d{2}\s?[-./年]\s?(\d{1,2})', 1)), today))
