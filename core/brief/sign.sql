-- purpose: a brief is signed off, in the form that its files have now.  grain: one row of brief.  parameters: $brief, $actor, $name, $now
update brief set
  signed_by = $actor, signed_name = $name, signed_at = $now,
  docx_template = (select max(t.template_id) from brief_template t where t.form = 'docx' and t.language = brief.language and t.withdrawn_at is null),
  pptx_template = (select max(t.template_id) from brief_template t where t.form = 'pptx' and t.language = brief.language and t.withdrawn_at is null)
where brief_id = $brief
