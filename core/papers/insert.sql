-- purpose: papers that were made.  grain: paper one row each, in the order of the lists
-- parameters: lists of one length $ids, $numbers, $file_nos, $people, $grids, $classes, $sinces, $untils, $told; $kind, $year, $language, $template, $on, $actor, $at
insert into paper (paper_id, kind, year, number, file_no, person_id, grid_id, class, since, until, language, template_id, told, issued_on, made_by, made_at)
select unnest(cast($ids as integer[])), $kind, $year, unnest(cast($numbers as integer[])), unnest(cast($file_nos as text[])),
  unnest(cast($people as integer[])), unnest(cast($grids as integer[])), unnest(cast($classes as text[])), unnest(cast($sinces as date[])),
  unnest(cast($untils as date[])), $language, $template, unnest(cast($told as text[])), $on, $actor, $at
