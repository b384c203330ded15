-- Adds one to the version of cases that this transaction has locked and changed.
--
-- $1  places  text[], of the rows, as lock-cases returned them
update case_file
set version = case_file.version + 1
where case_file.ctid = any ($1::text[]::tid[]);
