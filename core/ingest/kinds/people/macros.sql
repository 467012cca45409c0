-- purpose: expressions of the checks of people rosters.  grain: macros
create macro plan.agreed(a, b) as coalesce(a = b, false);
-- what both are known to have, and not the same
create macro plan.against(id_a, id_b, birth_a, birth_b, sex_a, sex_b, phone_a, phone_b) as
  list_filter([case when id_a <> id_b then 'id_number' end, case when birth_a <> birth_b then 'birth_date' end,
    case when sex_a <> sex_b then 'sex' end, case when phone_a <> phone_b then 'phone' end], x -> x is not null);
-- where a row stands, as one number
create macro plan.place_of(s, r) as s::bigint * 100000000 + r;
-- who it is: the row key of an export, else the document number
create macro plan.identity(key_id, id_number) as coalesce('k' || key_id, id_number);
-- what somebody is to a school its category says: pupil, parent (its contact) or staff; elsewhere people work
create macro plan.block_kind(kind, school_kind) as case when kind = 'school' then school_kind else 'work' end
