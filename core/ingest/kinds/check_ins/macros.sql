-- purpose: expressions of the checks of scans.  grain: macros
-- a cell that says that somebody is well says nothing
create macro plan.told_symptoms(x) as
  case when lower(x) not in ('无', '無', '否', '没有', '沒有', '无症状', '無症狀', '无异常', '正常', '健康', '良好', 'none', 'no', 'normal', '/', '-', '—', '0', '×') then x end
