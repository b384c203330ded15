-- Moves the cursor of the pass whose row the caller has locked.
--
-- $1  after  bytea
update rejudging
set after_ref = $1;
