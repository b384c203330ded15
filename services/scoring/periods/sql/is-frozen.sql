-- Whether any version of a period was made.
--
-- $1  period  text, "2018-08"
select exists (select from snapshot where snapshot.period = $1) as frozen;
