-- Ends an epoch of scoring: exactly the rulings of its batches through a number count. Later ones are voided, and those that were voided
-- before and lie within count again.
--
-- $1  batch_epoch  integer
-- $2  through      bigint, the last batch of the epoch that survived; 0: none
--
-- Returns the cases of which a ruling was changed.
update ruling
set voided_at = case when ruling.batch_number > $2 then clock_timestamp() end
where ruling.batch_epoch = $1
  and (ruling.voided_at is null) = (ruling.batch_number > $2)
returning ruling.case_ref;
