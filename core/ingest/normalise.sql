-- purpose: how written values are made comparable, as macros of one plan.  parameters: none
create macro plan.folded(x) as
  nullif(trim(regexp_replace(
    translate(x, '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ（），　 ',
                 '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz(),  '),
    '[\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{2066}-\x{2069}\x{ad}\x{61c}\x{feff}]|_x[0-9A-Fa-f]{4}_', '', 'g')), '');

-- a code of digits that was typed in groups
create macro plan.joined(x) as case when regexp_full_match(x, '[\d\s]+') then regexp_replace(x, '\s', '', 'g') else x end;

-- a cell that says that there is nothing to say; a list, for `in` with so many words is planned as a join, of each of a roster's columns
create macro plan.told(x) as
  case when strlen(x) > 6 then x -- bytes: most cells end here
       when list_contains(['无', '無', '/', '//', '\', '-', '—', '——', '--', '－', '／', '暂无', '暫無', '不详', '不詳', '未知', '未填', '空', 'N/A', 'n/a', 'NA', 'na', 'NULL', 'null',
                  'nil', 'None', 'none', 'NONE', '.', '。', '、'], x) then null
       else x end;

-- a case by its number and whose it is, in either order: 横县007（韦某）, 韦某（横县007）; null where a text is no such pair
create macro plan.numbered_name(x) as
  [case when p.inside = '' or regexp_matches(p.before, '\d') = regexp_matches(p.inside, '\d') then null
        when regexp_matches(p.before, '\d') then {'no': p.before, 'name': case when name_han(p.inside) then p.inside end}
        else {'no': p.inside, 'name': p.before} end
   for p in [regexp_extract(x, '^(.+?)\s*\((.+)\)$', ['before', 'inside'])]][1];

-- a person's number in their unit as compared: 007 and 7 are one, where it is figures and nothing else
create macro plan.unit_number(x) as
  case when regexp_full_match(x, '0*[0-9]+') then coalesce(nullif(ltrim(x, '0'), ''), '0') else upper(regexp_replace(x, '[\s-]+', '', 'g')) end;

-- what the end of a unit's name says that it is, where its list does not
create macro plan.unit_called(x) as
  case when regexp_matches(x, '(大学|学院|学校|中学|小学|高中|初中|职校|技校|中心校|完小|教学点|幼儿园)$') then 'school'
       when regexp_matches(x, '(医院|卫生院|卫生室|卫生所|诊所|卫生服务中心|疾控中心)$') then 'hospital' end;

create macro plan.is_head(relation) as relation in ('户主', '戶主', '本人', '本人或户主', 'householder', 'head');

create macro plan.value_key(x) as lower(replace(replace(replace(x, ' ', ''), '_', ''), '*', ''));

-- a phone as digits: +86, spaces and hyphens out; of 1.3977881236E10, as programs write a number of eleven figures, all of them
create macro plan.phone_bare(x) as nullif(regexp_replace(regexp_replace(x, '[\s()＋-]', '', 'g'), '^(\+|00)?86(1\d{10})$', '\2'), '');
create macro plan.phone_digits(x) as
  case when regexp_full_match(x, '1[.,]\d{8,10}[eE]\+?10') then cast(cast(try_cast(replace(x, ',', '.') as double) as bigint) as text)
       else plan.phone_bare(x) end;
-- of a cell with two numbers, or a number with its extension, the first number
create macro plan.phone_first(x) as
  plan.phone_bare(nullif(regexp_extract(x,
    '^\s*((?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\(?0\d{2,3}\)?[- ]?[2-9]\d{6,7}|[2-9]\d{6,7})(?:(?:[\s/／、,，;；|.。#-]|转|分机|或|和|及)[\d\s/／、,，;；|.。#()+-]*)+$', 1), ''));
-- of a mobile number among words, “13977881234(父)”, “电话139…”, the number
create macro plan.phone_within(x) as
  plan.phone_bare(nullif(regexp_extract(x, '(?:^|\D)(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?:\D|$)', 1), ''));
-- mobile numbers begin with 13 … 19; area codes as they are given out; service numbers
create macro plan.phone_fits(x) as
  regexp_full_match(x, '1[3-9]\d{9}|0(10|2[0-57-9]|3[13579]\d|4[1-35-8]\d|5[1-9]\d|6[36-9]\d|7[0-79]\d|8[13-9]\d|9[0-79]\d)[2-9]\d{6,7}|[2-9]\d{6,7}|[48]00\d{7}');
-- the number of a cell, whatever stands beside it; what holds none is compared as it is
create macro plan.phone_told(x) as
  case when plan.phone_fits(plan.phone_digits(x)) then plan.phone_digits(x)
       else coalesce(plan.phone_first(x), plan.phone_within(x)) end;

-- a number of people: 1,200 and 30人 too; what no unit can have is none
create macro plan.people_counted(x) as
  [case when n between 0 and 10000000 then cast(round(n) as integer) end
   for n in [try_cast(regexp_replace(case when regexp_full_match(x, '\d{1,3}([,，]\d{3})+\s*[人名]?') then replace(replace(x, ',', ''), '，', '') else x end, '\s*[人名]$', '') as double)]][1];

-- a temperature with its unit or in words: 38.6℃, 38度5, T36.5; of two readings the higher
create macro plan.degrees(x) as
  case when regexp_full_match(x, '\D{0,4}\d{2}([.．]\d{1,2}|度\d)?\s*(℃|°\s*[CcＣ]?|º[Cc]?|摄氏度|度|[Cc])?(\s*[/／、,，;；~-]\s*\d{2}([.．]\d{1,2})?\s*(℃|°[Cc]?|度)?)?')
       then list_max([try_cast(replace(replace(d, '度', '.'), '．', '.') as double) for d in regexp_extract_all(x, '\d{2}(?:[.．]\d{1,2}|度\d)?')]) end;

-- a name that is nothing but a name: nearly all of them
create macro plan.name_plain(x) as
  regexp_full_match(x, '[\x{4e00}-\x{9fff}·]+') and not regexp_matches(x, '某|口口|同[上前]|空白|[先女老师主经无平人最均已测未待空暂不姓户本合总小累迁死去注外离]');
-- why a name is none of a person's, as the code of an issue; null for most
create macro plan.name_fault(x) as
  case when plan.name_plain(x) then null
       -- as passports have it: the surname, a comma, the rest
       when regexp_full_match(x, '[\p{Latin}’''.-]+( [\p{Latin}’''.-]+){0,2}[,，] ?[\p{Latin}’''.-]+( [\p{Latin}’''.-]+){0,3}') then null
       when contains(x, '*') or regexp_full_match(x, '.{1,2}([XxＸ×✕○〇●□■＊_]{1,3}|某{1,2}|口口)|某.{0,2}|.{1,2}某[男女]?') then 'name_masked'
       when not regexp_matches(x, '\pL') then 'name_bad'
       when regexp_full_match(x, '(平均|人数|总?人数|户数|最[大小高低]|均值|合计|总计|小计|共计|累计|中位数)(值|数|分)?|无名氏?|无|无人|暂无|待定|待补|未知|不详|测试.{0,2}|姓名|户主|本人|空(户|房|置|白)|以下空白|同[上前]|已?(迁出|死亡|去世|注销|搬走|搬离|外出|离职|出嫁|销户|退休|转出)|(?i:test|admin|null|none|total|sum|average)\d{0,3}')
         then 'name_nobody'
       when regexp_full_match(x, '[\x{3400}-\x{9fff}]{1,2}(先生|女士|小姐|太太|老师|师傅|同志|老板|经理|主任|书记|医生|阿姨|大爷|大妈|大叔|大姐|大哥)') then 'name_title'
       when regexp_matches(x, '^\d+\.|\d{5}|\d月|[、，,;；?？�■"〃=@#<>{}]|.{2,}(离职|迁出|死亡|去世|搬走|已故|出嫁|退休)$') then 'name_odd'
       when regexp_matches(x, '[(\[【]') then 'name_note' end;

-- that somebody is gone, in more words than one: “2020年3月5日因病去世”, “死亡（2020.3.5）”, “已迁往南宁市”; null for what says so of nobody,
-- or of somebody else (其父死亡)
create macro plan.status_told(x) as
  case when x is null then null
       when regexp_full_match(x, '[\d年月日号./\s-]*[于因]?(疾病|病|故|意外|自然|已|年老|车祸|工伤){0,2}(死亡|去世|过世|逝世|病逝|亡故|身故|身亡|离世|已故|病故)(人员|注销|销户)?[\d年月日号./\s,，;；:：()（）于在。-]*')
         or regexp_full_match(x, '已?(注销|销户)[\s,，:：(（]*(因?死亡|去世|已故)[)）]?') then 'died'
       when regexp_full_match(x, '[\d年月日号./\s-]*于?(全家|整户|举家|户口|户籍|已){0,3}(迁出|迁往|迁至|迁到|迁移|外迁|转出|搬离|搬走|搬出|搬到|搬往|搬至|移居).{0,60}') then 'moved_out'
       when regexp_full_match(x, '[\d年月日号./\s-]*于?(户口|户籍|已){0,2}(注销|销户)(户口|户籍)?[\d年月日号./\s,，;；:：()（）于在。-]*') then 'cancelled'
       when regexp_full_match(x, '[\d年月日号./\s-]*已?(失联|失去联系|下落不明|联系不上|无法联系).{0,20}') then 'lost' end;
-- that a grid or unit is no more, or goes on, in more words than one: “2019年并入城东社区”, “已整村拆迁”
create macro plan.grid_told(x) as
  case when x is null then null
       when regexp_matches(x, '(更名|改名|改称|现名)为?.') and not regexp_matches(x, '并入|合并[到至]') then 'open'
       when regexp_full_match(x, '[\d年月日号./\s-]*(于|已|被|经|整村|整体|全部|同意|批准|建制){0,4}(撤销|撤并|撤消|注销|吊销|关停|关闭|停用|合并|并入|取消|作废|拆迁|拆除|解散).{0,60}') then 'closed' end;
-- what a text of a set of values says in more words than its writings
create macro plan.value_told(set_name, x) as
  case set_name when 'person_status' then plan.status_told(x) when 'grid_status' then plan.grid_told(x) end;
-- what it went into, and what it is called now
create macro plan.went_into(x) as
  nullif(trim(regexp_extract(x, '(?:并入|合并到|合并至|合并为|合并入)[到至]?\s*([^，,;；。()（）\s]+?)(?:管理|$|[，,;；。()（）\s])', 1)), '');
create macro plan.called_now(x) as
  case when not regexp_matches(x, '并入|合并[到至]')
       then nullif(trim(regexp_extract(x, '(?:更名为?|改名为?|改称为?|现名为?)[:：]?\s*([^，,;；。()（）\s]+)', 1)), '') end;

-- a document number as compared: upper-case, no spaces, a resident number of 15 digits brought to 18 characters
create macro plan.document(x) as
  case when length(x) = 15 and try_cast(x as bigint) is not null
       then [n || document_check(try_cast(n as bigint)) for n in [left(x, 6) || '19' || substring(x, 7)]][1]
       else upper(replace(replace(x, ' ', ''), '-', '')) end;
-- a number of more figures than a spreadsheet keeps, as it writes it: 4.50127E+17. The digits behind are lost.
create macro plan.rounded_number(x) as (contains(x, 'E') or contains(x, 'e')) and regexp_full_match(x, '\d([.,]\d+)?[eE]\+?\d+');
-- words that say that there is no number: 待补, 未上户, 遗失补办中, 户口簿
create macro plan.document_none(x) as
  regexp_full_match(x, '[\x{4e00}-\x{9fff}()、，。]+') and regexp_matches(x, '[无無没沒未待补補丢遗遺缺暂暫]|不[详詳]|[户戶]口|[办辦]|新生');
create macro plan.resident_shape(x) as
  length(x) = 18 and try_cast(left(x, 17) as bigint) is not null and contains('0123456789X', right(x, 1));
-- digits alone, too many or too few for a resident's number of today (18) or of before (15): one of them was left out or typed twice
create macro plan.resident_misspelt(x) as regexp_full_match(x, '\d{12,14}|\d{16,17}|\d{19,20}|\d{14,16}X');
create macro plan.resident_fits(x) as
  concat(document_check(try_cast(left(x, 17) as bigint)), '/', try_strptime(substring(x, 7, 8), '%Y%m%d') is not null) = concat(right(x, 1), '/true');

-- the part of a village's name that tells it from others
create macro plan.stem(x) as
  regexp_replace(regexp_replace(x, '(村民委员会|居民委员会|村委会|居委会|社区居民委员会)$', ''), '(社区|村|镇|乡|街道|屯)$', '');

-- what the number of another document looks like; `type` as in person.id_type
create macro plan.document_fits(x, type) as
  case type when 'passport' then regexp_full_match(x, '[A-Z0-9]{5,12}') and regexp_matches(x, '\d{4}')
            when 'hk_macau' then regexp_full_match(x, '[A-Z]{1,2}\d{6,10}([A-Z]|[(（][0-9A-Z][)）])?')
            when 'taiwan' then regexp_full_match(x, '\d{8}|\d{10}([A-Z]|[(（][A-Z][)）])?|[A-Z]\d{8,10}')
            when 'other' then length(x) between 4 and 24 and regexp_matches(x, '\d') else false end;
-- a number of 18 characters that follows GB 11643: citizens, residents from Hong Kong, Macau (81, 82) and Taiwan (83), foreigners with
-- permanent residence (9 …)
create macro plan.resident_type(x) as
  case when left(x, 2) in ('81', '82') then 'hk_macau' when left(x, 2) = '83' then 'taiwan' when left(x, 1) = '9' then 'other' else 'resident_id' end;
-- “1985.6”, “1985年06月” or “198506”: a month without its day, as 1985-06
create macro plan.birth_month(x) as
  case when regexp_full_match(x, '(19|20)\d{2}\s?[-./年]?\s?(0?[1-9]|1[0-2])\s?月?')
       then concat(left(x, 4), '-', lpad(regexp_extract(substring(x, 5), '(\d{1,2})\s?月?$', 1), 2, '0')) end;

-- ── grids as they are written ──
-- a name without spaces, separators and brackets, in simplified characters, as compared
create macro plan.place_letters(x) as
  translate(regexp_replace(lower(x), '[\s\-－—–_/／\\|>＞→·•・.。,，、;；()（）\[\]【】"“”]+', '', 'g'),
    '橫縣鎮鄉區莊灣嶺橋馬龍龜廣東門陽蘭雲華楊羅陳張黃劉趙韋陸蘇鄧銅鐵銀嶼島興國寶慶豐聖長貴賓臺溝澗壩壟圍園團場廠學樓樹竇塢陰萬無為義會員組隊戶網寧壯欽賀來', '横县镇乡区庄湾岭桥马龙龟广东门阳兰云华杨罗陈张黄刘赵韦陆苏邓铜铁银屿岛兴国宝庆丰圣长贵宾台沟涧坝垄围园团场厂学楼树窦坞阴万无为义会员组队户网宁壮钦贺来');
-- what may be a code at the start of a text, or at its end, in brackets or not; null where nothing is
create macro plan.code_before(x) as nullif(regexp_extract(x, '^[0-9A-Za-z][0-9A-Za-z_-]{2,}[0-9A-Za-z]'), '');
create macro plan.code_behind(x) as nullif(regexp_extract(x, '([0-9A-Za-z][0-9A-Za-z_-]{2,}[0-9A-Za-z])[)）\]】》>\s]*$', 1), '');
-- a name without what joins it to a code
create macro plan.place_bare(x) as regexp_replace(x, '^[\s:：=()（）\[\]【】\-—–_/,，、]+|[\s:：=()（）\[\]【】\-—–_/,，、]+$', '', 'g');
-- 一 … 九十九 or digits as a number
create macro plan.counted(x) as
  coalesce(try_cast(x as integer),
    case when contains(x, '十')
         then 10 * (case when starts_with(x, '十') then 1 else strpos('一二三四五六七八九', left(x, 1)) end)
              + case when ends_with(x, '十') then 0 else strpos('一二三四五六七八九', right(x, 1)) end
         else strpos('一二三四五六七八九', x) end);
-- “第一村民小组”, “1小组” and “一组” are 1组
create macro plan.place_numbered(x, tail) as
  case when tail.whole = '' then x
       else left(x, length(x) - length(tail.whole)) || plan.counted(tail.number) || case when ends_with(tail.whole, '队') then '队' else '组' end end;
-- the number of a section that is written without its word: 1, 第1, 一
create macro plan.place_counted(x) as
  case when regexp_full_match(x, '第?([0-9]{1,3}|[一二三四五六七八九十]{1,3})') then plan.counted(ltrim(x, '第')) end;
create macro plan.place_tail(x) as
  regexp_extract(x, '(第?([0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:村民小组|村民组|小组|组|生产队|队))$', ['whole', 'number']);
create macro plan.place_key(x) as
  nullif([[plan.place_numbered(l, tail) for tail in [plan.place_tail(l)]][1] for l in [plan.place_letters(x)]][1], '');
-- committees by the name of what they stand for: 城东社区居民委员会 → 城东社区, 泮塘村委会 → 泮塘村
create macro plan.place_plain(x) as
  regexp_replace(regexp_replace(regexp_replace(x, '村?(村民委员会|村民委员|村委会|村委)$', '村'),
    '(社区)?(居民委员会|居民委员|居委会|居委|社区服务中心|党群服务中心)$', '社区'), '(镇|乡|街道)(人民政府|政府|办事处|办)$', '\1');
-- the part that tells it from others
create macro plan.place_end(plain) as regexp_replace(plain, '(社区|街道|村|镇|乡|屯)$', '');
create macro plan.place_stem(x) as plan.place_end(plan.place_plain(x));
-- what its ending says it is: a 镇 and a 村 of one stem are two
create macro plan.place_class(x) as
  case when regexp_matches(x, '(镇|乡|街道|政府|办事处)$') then 'township' when regexp_matches(x, '(村|社区|居委|村委|委会|委员会|中心)$') then 'village'
       when regexp_matches(x, '(屯|组|队|小区)$') then 'section' end;
-- how far a grid has risen, by the end of its name: ranks that change only upwards (乡 → 镇 → 街道, 县 → 市 → 区, 村 → 社区)
create macro plan.standing(x, level) as
  case level
    when 'county' then case right(x, 1) when '县' then 1 when '市' then 2 when '区' then 3 end
    when 'township' then case when regexp_matches(x, '(街道|办事处)$') then 3 when ends_with(x, '镇') then 2 when ends_with(x, '乡') then 1 end
    when 'village' then case when regexp_matches(x, '(社区|居委会|居民委员会)$') then 2 when regexp_matches(x, '(村|村委会|村民委员会)$') then 1 end end;
-- the province that stands before a place, as it is called for short; '' where none does
create macro plan.place_province(x) as
  regexp_extract(x, '^(?:中国)?(?:(广西|内蒙古|宁夏|新疆|西藏)|(北京|上海|天津|重庆)市|(.{2}|黑龙江)省)', 0);
-- without province, and without prefecture
create macro plan.place_inland(x) as
  regexp_replace(x, '^(中国)?((广西|内蒙古|宁夏|新疆|西藏)(壮族|回族|维吾尔)?(自治区)?|..省|黑龙江省|北京市|上海市|天津市|重庆市)?', '');
create macro plan.place_local(x) as regexp_replace(plan.place_inland(x), '^[^省市县镇乡村]{2,4}(市|地区|自治州|盟)', '');
-- the first two figures of the codes of a province (GB/T 2260)
create macro plan.province_codes() as
  map {'北京市': '11', '天津市': '12', '河北省': '13', '山西省': '14', '内蒙古': '15', '辽宁省': '21', '吉林省': '22', '黑龙江省': '23', '上海市': '31', '江苏省': '32',
       '浙江省': '33', '安徽省': '34', '福建省': '35', '江西省': '36', '山东省': '37', '河南省': '41', '湖北省': '42', '湖南省': '43', '广东省': '44', '广西': '45',
       '海南省': '46', '重庆市': '50', '四川省': '51', '贵州省': '52', '云南省': '53', '西藏': '54', '陕西省': '61', '甘肃省': '62', '青海省': '63', '宁夏': '64',
       '新疆': '65'};
create macro plan.province_code(x) as plan.province_codes()[replace(plan.place_province(x), '中国', '')];
-- the prefecture, or the county that is a city, that stands before a place: 柳州市, 桂平市; '' where none does
create macro plan.place_city(x) as regexp_extract(plan.place_inland(x), '^[^省市县镇乡村]{2,4}(市|地区|自治州|盟)');
-- the first four figures of the codes of Guangxi's cities (GB/T 2260), prefectures and then counties; registers begin at the county
create macro plan.city_codes() as
  map {'南宁市': '4501', '柳州市': '4502', '桂林市': '4503', '梧州市': '4504', '北海市': '4505', '防城港市': '4506', '钦州市': '4507', '贵港市': '4508',
       '玉林市': '4509', '百色市': '4510', '贺州市': '4511', '河池市': '4512', '来宾市': '4513', '崇左市': '4514',
       '横州市': '4501', '荔浦市': '4503', '岑溪市': '4504', '东兴市': '4506', '桂平市': '4508', '北流市': '4509', '靖西市': '4510', '平果市': '4510',
       '宜州市': '4512', '合山市': '4513', '凭祥市': '4514'};
-- how a grid was recognised, by the rank at which its text was found (places/*.sql)
create macro plan.how_of(rank) as
  case when rank in (1, 10) then 'code' when rank = 2 then 'former_code' when rank = 3 then 'name' when rank = 4 then 'former_name'
       when rank in (5, 6) then 'town_name' else 'ending' end
