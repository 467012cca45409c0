-- purpose: how written values are made comparable, as macros of one plan.  parameters: none
create macro plan.folded(x) as
  nullif(trim(regexp_replace(
    translate(x, '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ（），　 ',
                 '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz(),  '),
    '[\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{feff}]|_x[0-9A-Fa-f]{4}_', '', 'g')), '');

create macro plan.squeezed(x) as nullif(replace(replace(x, ' ', ''), chr(9), ''), '');

create macro plan.value_key(x) as lower(replace(replace(replace(x, ' ', ''), '_', ''), '*', ''));

-- a phone as digits: +86, spaces and hyphens out
create macro plan.phone_digits(x) as nullif(regexp_replace(regexp_replace(x, '[\s()-]', '', 'g'), '^(\+|00)?86(1\d{10})$', '\2'), '');
create macro plan.phone_fits(x) as regexp_full_match(x, '1\d{10}|0\d{9,11}|[2-9]\d{6,7}');

-- the check character of GB 11643-1999 (ISO 7064 MOD 11-2) for the first 17 digits, given as a number
create macro plan.check_character(n) as
  substring('10X98765432', 1 + cast((
    (n // 10000000000000000 % 10) * 7 + (n // 1000000000000000 % 10) * 9 + (n // 100000000000000 % 10) * 10
    + (n // 10000000000000 % 10) * 5 + (n // 1000000000000 % 10) * 8 + (n // 100000000000 % 10) * 4
    + (n // 10000000000 % 10) * 2 + (n // 1000000000 % 10) * 1 + (n // 100000000 % 10) * 6
    + (n // 10000000 % 10) * 3 + (n // 1000000 % 10) * 7 + (n // 100000 % 10) * 9 + (n // 10000 % 10) * 10
    + (n // 1000 % 10) * 5 + (n // 100 % 10) * 8 + (n // 10 % 10) * 4 + (n % 10) * 2) % 11 as integer), 1);

-- a document number as compared: upper-case, no spaces, a resident number of 15 digits brought to 18 characters
create macro plan.document(x) as
  case when length(x) = 15 and try_cast(x as bigint) is not null
       then left(x, 6) || '19' || substring(x, 7)
            || plan.check_character(try_cast(left(x, 6) || '19' || substring(x, 7) as bigint))
       else upper(replace(replace(x, ' ', ''), '-', '')) end;
create macro plan.resident_shape(x) as
  length(x) = 18 and try_cast(left(x, 17) as bigint) is not null and contains('0123456789X', right(x, 1));
create macro plan.resident_fits(x) as
  coalesce(plan.check_character(try_cast(left(x, 17) as bigint)) = right(x, 1)
           and try_strptime(substring(x, 7, 8), '%Y%m%d') is not null, false);

create macro plan.moment(x) as
  coalesce(
    try_cast(x as timestamp),
    try_strptime(x, ['%Y/%m/%d %H:%M:%S', '%Y/%m/%d %H:%M', '%Y/%m/%d', '%Y.%m.%d %H:%M:%S', '%Y.%m.%d %H:%M', '%Y.%m.%d',
                     '%Y年%m月%d日 %H:%M:%S', '%Y年%m月%d日 %H:%M', '%Y年%m月%d日', '%Y年%m月%d日%H时%M分', '%Y%m%d', '%Y%m%d%H%M%S',
                     '%Y-%m-%d %H:%M']),
    -- a date serial that a spreadsheet shows as a number
    case when regexp_full_match(x, '[2-6]\d{4}(\.\d+)?')
         then timestamp '1899-12-30' + to_seconds(cast(round(try_cast(x as double) * 86400) as bigint)) end);
create macro plan.day(x) as coalesce(try_cast(x as date), cast(plan.moment(x) as date));

-- the part of a village's name that tells it from others
create macro plan.stem(x) as
  regexp_replace(regexp_replace(x, '(村民委员会|居民委员会|村委会|居委会|社区居民委员会)$', ''), '(社区|村|镇|乡|街道|屯)$', '');
