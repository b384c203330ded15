-- Ends an epoch of scoring: exactly the documents of its batches through a number count. Later ones are voided, and those that were
-- voided before and lie within count again.
--
-- $1  batch_epoch  integer
-- $2  through      bigint, the last batch of the epoch that survived; 0: none
update company_document
set voided_at = case when company_document.batch_number > $2 then clock_timestamp() end
where company_document.batch_epoch = $1
  and (company_document.voided_at is null) = (company_document.batch_number > $2);
