-- purpose: what became of something that was told, by its receipt.  grain: one row.  parameters: $receipt
select case when answer is not null then 'answered' else 'new' end, answer from citizen_request where receipt = $receipt
union all
select case when state in ('new', 'answered') then state else 'checking' end, answer from clue where receipt = $receipt
limit 1
