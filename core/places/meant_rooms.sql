-- needs: meant.  grain: one row per person meant for the place $lodging: with the room that the list names
select person_id, room from meant where lodging_id = $lodging
