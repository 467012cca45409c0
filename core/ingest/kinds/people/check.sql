-- purpose: the rows of a people roster as typed values
-- grain: plan.typed_rows one row per staged row (plan.typed: check_typed.sql).  parameters: $today
-- One pass, and of every row only what is needed later on: a roster may have hundreds of thousands.
-- sheets in which a spreadsheet rounded numbers before it wrote them as text: more of them end in 000 than one in a thousand would
create or replace table plan.rounded as
select sheet from plan.staged_people where id_number is not null group by sheet
having count(*) filter (where length(id_number) = 18 and suffix(id_number, '000')) >= greatest(2, count(*) / 50);

create or replace table plan.typed_rows as
with cells as (
  select * replace (
    plan.told(name) as name, plan.told(id_type) as id_type, plan.told(id_number) as id_number, plan.told(sex) as sex,
    plan.told(birth_date) as birth_date, plan.told(phone) as phone, plan.told(household_code) as household_code, plan.told(householder) as householder,
    /*person.told*/, plan.told(arrived_on) as arrived_on, plan.told(status) as status, plan.told(status_on) as status_on,
    plan.told(status_note) as status_note, plan.told(died_on) as died_on, plan.told(moved_out_on) as moved_out_on, plan.told(cancelled_on) as cancelled_on,
    plan.told(moved_to) as moved_to,
    plan.told(attention_until) as attention_until, plan.told(block) as block, plan.told(unit_no) as unit_no, plan.told(stay_until) as stay_until)
  from plan.staged_people
),
parsed as (
  select
    s.sheet, s.row,
    case when s.name is null then null
      when (s.name like '% %' or contains(s.name, chr(10))) and name_han(s.name) then regexp_replace(s.name, '\s+', '', 'g') -- of: odd_name
      else s.name end as name,
    it.code as id_type_given,
    case when s.id_number is null then null
      when regexp_full_match(s.id_number, '\d{17}[\dX]') then s.id_number -- of: odd_id_number
      when true then plan.document(translate(s.id_number, '×✕хХ', 'XXXX')) -- of: odd_id_number
      else s.id_number end as document, -- the letters are taken for an X
    sx.code as sex_given,
    plan.birth_day(s.birth_date, $today) as birth_given,
    s.phone as phone_text,
    case when s.phone is null then null
      when regexp_full_match(s.phone, '1[3-9]\d{9}') then s.phone -- of: odd_phone
      when true then plan.phone_digits(s.phone) -- of: odd_phone
      else s.phone end as phone_digits,
    coalesce(s.grid, s.section) as grid_text, s.grid is null as grid_blank, s.town, s.section, k.grid_id, cast(coalesce(k.ways, 0) as integer) as grid_ways,
    k.fault as grid_fault, coalesce(k.town_unknown, false) as town_unknown, coalesce(k.section_unknown, false) as section_unknown,
    case when not plan.rounded_number(s.household_code) then s.household_code end as household_code,
    s.householder, /*person.read*/,
    -- the strongest of the category and the yes of a column of its own
    case when ca.code = 'home_quarantine' or fq.code = 'yes' then 'home_quarantine'
         when ca.code = 'key_attention' or fk.code = 'yes' then 'key_attention'
         when ca.code = 'returnee' or fr.code = 'yes' then 'returnee' end as attention,
    coalesce(ca.code not in ('returnee', 'home_quarantine', 'key_attention') or list_contains(s.clears, 'attention'), list_contains(s.clears, 'attention'))
      and not coalesce(fq.code = 'yes' or fk.code = 'yes' or fr.code = 'yes', false) as attention_asked_out,
    -- a plain no ends that very class, no other
    case when 'no' in (fq.code, fk.code, fr.code) then list_filter([
      case when fq.code = 'no' then 'home_quarantine' end, case when fk.code = 'no' then 'key_attention' end,
      case when fr.code = 'no' then 'returnee' end], x -> x is not null) end as denied,
    case when ca.code = 'parent' then 'contact' when coalesce(ca.code, 'student') = 'student' then 'study' else 'work' end as school_kind,
    plan.day(s.arrived_on, $today) as arrived_on,
    plan.end_day(s.attention_until, $today) as attention_until,
    coalesce(st.code, plan.status_told(s.status)) as status_code, case when st.code is null then s.status end as status_words,
    s.status_note, s.moved_to, plan.day(s.status_on, $today) as status_day, plan.day(s.died_on, $today) as died_day,
    plan.day(s.moved_out_on, $today) as moved_day, plan.day(s.cancelled_on, $today) as cancelled_day,
    b.grid_id as block_id, case when not plan.rounded_number(s.unit_no) then s.unit_no end as unit_no,
    plan.end_day(s.stay_until, $today) as stay_until,
    -- as written, for what turns out not to be understood
    s.birth_date as birth_text, -- of: birth_date
    case when it.code is null then s.id_type end as id_type_text, -- of: id_type
    case when sx.code is null then s.sex end as sex_text, -- of: sex
    s.household_code as household_text, -- of: household_code
    case when ca.code is null then plan.told(s.attention) end as attention_text, s.attention_until as until_text, -- of: attention attention_until
    case when fk.code is null then s.is_key_attention end as key_text, -- of: is_key_attention
    case when fr.code is null then s.is_returnee end as returnee_text, -- of: is_returnee
    case when fq.code is null then s.is_quarantined end as quarantined_text, -- of: is_quarantined
    s.arrived_on as arrived_text, -- of: arrived_on
    s.status as status_text, s.status_on as status_on_text, -- of: status status_on
    s.died_on as died_text, s.moved_out_on as moved_text, s.cancelled_on as cancelled_text, -- of: died_on moved_out_on cancelled_on
    case when b.grid_id is null then s.block end as block_text, s.unit_no as unit_no_text, -- of: block unit_no
    s.stay_until as stay_text, -- of: stay_until
    s.clears, y.entity_id as key_id, coalesce(y.idle, false) as idle
  from cells s
  left join plan.keyed y on y.sheet = s.sheet and y.row = s.row
  left join plan.value it on it.set_name = 'id_type' and it.text = plan.value_key(s.id_type)
  left join plan.value sx on sx.set_name = 'sex' and sx.text = plan.value_key(s.sex)
  left join plan.value ca on ca.set_name = 'attention' and ca.text = plan.value_key(s.attention)
  left join plan.value st on st.set_name = 'person_status' and st.text = plan.value_key(s.status)
  left join plan.value fk on fk.set_name = 'yes_no' and fk.text = plan.value_key(s.is_key_attention)
  left join plan.value fr on fr.set_name = 'yes_no' and fr.text = plan.value_key(s.is_returnee)
  left join plan.value fq on fq.set_name = 'yes_no' and fq.text = plan.value_key(s.is_quarantined)
  left join plan.grid_text k on k.axis = 'area' and k.written is not distinct from s.grid and k.town is not distinct from s.town
    and k.section is not distinct from s.section
  left join plan.grid_text b on b.axis = 'block' and b.written = s.block -- of: block
),
-- whether it has a resident number's shape; and what needs nothing but the cells
shaped as (
  select *, try_cast(left(document, 17) as bigint) as first_17,
    coalesce(document is not null
      and plan.resident_shape(document) -- of: odd_id_number
      and coalesce(id_type_given, 'resident_id') <> 'passport' and (id_type_given is distinct from 'other' or plan.resident_type(document) = 'other') -- of: id_type
      , false) as is_resident,
    case when birth_given between date '1890-01-01' and $today then birth_given end as birth_known,
    grid_ways <> 1 or grid_id is null or town_unknown or section_unknown as grid_doubtful,
    case when phone_text is null then null
      when plan.phone_fits(phone_digits) is distinct from true then coalesce(plan.phone_first(phone_text), plan.phone_within(phone_text)) -- of: odd_phone
      else phone_digits end as phone,
    -- whether they are gone: the day of a death is as good as the word, and stronger than another
    case when died_day is not null then 'died' when status_code = 'cancelled' and moved_day is not null then 'moved_out'
         when status_code <> 'present' then status_code when moved_day is not null then 'moved_out' when cancelled_day is not null then 'cancelled' end as ended,
    plan.day_within(status_words, $today) as day_said
  from parsed
),
-- what a resident number itself says. Nothing but the macro is asked: within a case, `and` or coalesce what it is made of would be worked out
-- anew for each of its seventeen digits
checked as (
  select *,
    document_check(first_17) = right(document, 1) as fits,
    case when is_resident then try_strptime(substring(document, 7, 8), '%Y%m%d')::date end as born
  from shaped
),
-- a number that fails is never stored
judged as (
  select *,
    case when document is null then null
         when contains(document, '*') then 'id_masked' -- of: odd_id_number
         when plan.rounded_number(document) then 'id_numeric' -- of: odd_id_number
         when is_resident and suffix(document, '000') and sheet in (from plan.rounded) then 'id_numeric'
         when is_resident then case when born > $today then 'id_future' when fits and born is not null then null else 'id_checksum' end
         when plan.document_none(document) then 'id_none' -- of: odd_id_number
         when coalesce(id_type_given, 'resident_id') <> 'resident_id' then case when plan.document_fits(document, id_type_given) then null else 'id_format' end -- of: id_type
         -- without a type: a passport, a permit, or the older card of foreigners (three letters of their country and twelve digits)
         when id_type_given is null and regexp_full_match(document, '[A-Z]{1,3}\d{6,10}|[A-Z]{3}\d{12}') then null -- of: odd_id_number
         else 'id_format' end as id_fault
  from checked
),
told as (
  select *,
    case when id_fault is null then born end as id_birth,
    case when is_resident and id_fault is null then case when first_17 % 2 = 1 then 'male' else 'female' end end as id_sex
  from judged
),
spelled_out as (
  select sheet, row, name,
    case when name is null then null
      when true then name_form(name) -- of: odd_name
      else name end as form,
    household_code, householder, /*person.typed*/, phone, arrived_on, attention_until, stay_until, grid_id, grid_ways, block_id, unit_no,
    clears, key_id, idle, attention, attention_asked_out, denied, school_kind,
    case when id_fault is null then document end as id_number,
    case when document is null or id_fault = 'id_none' then null when is_resident then plan.resident_type(document) else coalesce(id_type_given, 'other') end as id_type,
    coalesce(id_sex, sex_given) as sex,
    coalesce(id_birth, birth_known) as birth_date,
    ended as status, status_code = 'present' as present,
    case when ended = 'died' then coalesce(died_day, status_day, cancelled_day, day_said) when ended = 'moved_out' then coalesce(moved_day, status_day, cancelled_day, day_said)
         when ended = 'cancelled' then coalesce(cancelled_day, status_day, day_said) when ended is not null then coalesce(status_day, day_said)
         when key_id is not null then status_day end as status_on,
    coalesce(nullif(concat_ws('；', case when ended is not null then status_words end, moved_to), ''), status_note) as status_note,
    id_fault, grid_blank, grid_fault, town_unknown, section_unknown,
    coalesce(id_birth <> birth_known, false)
      or birth_known is null and id_birth is not null and birth_text is not null and plan.birth_month(birth_text) <> strftime(id_birth, '%Y-%m') -- of: birth_date
      as birth_differs,
    id_sex <> sex_given as sex_differs,
    -- from here on only for the issues: as written, where it is not understood
    case when id_fault is not null then document end as document_text,
    case when birth_known is null then birth_text end as birth_text, -- of: birth_date
    id_type_text, -- of: id_type
    sex_text, -- of: sex
    case when arrived_on is null or arrived_on > $today then arrived_text end as arrived_text, -- of: arrived_on
    attention_text, case when attention_until is null then until_text end as until_text, -- of: attention attention_until
    block_text, case when unit_no is null then unit_no_text end as unit_no_text, -- of: block unit_no
    case when household_code is null then household_text end as household_text, -- of: household_code
    case when stay_until is null then stay_text end as stay_text, -- of: stay_until
    key_text, -- of: is_key_attention
    returnee_text, -- of: is_returnee
    quarantined_text, -- of: is_quarantined
    case when status_code is null then status_text end as status_text, case when status_day is null then status_on_text end as status_on_text, -- of: status status_on
    case when coalesce(died_day, date '9999-12-31') > $today then died_text end as died_text, -- of: died_on moved_out_on cancelled_on
    case when moved_day is null then moved_text end as moved_text, case when cancelled_day is null then cancelled_text end as cancelled_text, -- of: died_on moved_out_on cancelled_on
    case when phone is null or phone <> phone_digits then phone_text end as phone_text,
    case when grid_doubtful then grid_text end as grid_text,
    case when grid_doubtful then town end as town_text,
    case when grid_doubtful then section end as section_text
  from told
)
-- what is not understood, in one column: null for most rows, where a column for each would take as much as the names
select columns(c -> not suffix(c, '_text')),
  case when coalesce(
    birth_text, -- of: birth_date
    id_type_text, -- of: id_type
    sex_text, -- of: sex
    arrived_text, -- of: arrived_on
    attention_text, until_text, -- of: attention attention_until
    block_text, unit_no_text, -- of: block unit_no
    household_text, -- of: household_code
    stay_text, -- of: stay_until
    key_text, -- of: is_key_attention
    returnee_text, -- of: is_returnee
    quarantined_text, -- of: is_quarantined
    status_text, status_on_text, -- of: status status_on
    died_text, moved_text, cancelled_text, -- of: died_on moved_out_on cancelled_on
    document_text, phone_text, grid_text, town_text, section_text) is not null then json_object(
    'birth_text', birth_text, -- of: birth_date
    'id_type_text', id_type_text, -- of: id_type
    'sex_text', sex_text, -- of: sex
    'arrived_text', arrived_text, -- of: arrived_on
    'attention_text', attention_text, 'until_text', until_text, -- of: attention attention_until
    'block_text', block_text, 'unit_no_text', unit_no_text, -- of: block unit_no
    'household_text', household_text, -- of: household_code
    'stay_text', stay_text, -- of: stay_until
    'key_text', key_text, -- of: is_key_attention
    'returnee_text', returnee_text, -- of: is_returnee
    'quarantined_text', quarantined_text, -- of: is_quarantined
    'status_text', status_text, 'status_on_text', status_on_text, -- of: status status_on
    'died_text', died_text, 'moved_text', moved_text, 'cancelled_text', cancelled_text, -- of: died_on moved_out_on cancelled_on
    'document', document_text, 'phone_text', phone_text, 'grid_text', grid_text, 'town', town_text, 'section', section_text) end as unclear
from spelled_out;

-- the day of an end that is told without one; check_match.sql fills it
create or replace table plan.status_day (sheet integer, row bigint, status_on date);
