-- Whether a period that holds a day is closed or voided.
--
-- $1  day  date
select day_is_closed($1::date) as closed;
