-- purpose: people who were near somebody who is a contact and no case, and those listed as such, from their last contact.  grain: one row per contact
-- parameters: /*first*/, $last (days of last contact that matter; what has an end matters until then)
select * from contact_events('second_contact')
where coalesce(on_day, date '1900-01-01') <= $last
  and greatest(coalesce(on_day, date '9999-12-31'), coalesce(contact_until, date '1900-01-01')) >= /*first*/
