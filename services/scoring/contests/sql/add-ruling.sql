-- Makes a decision a ruling with the next number.
--
-- $1  decision  integer
-- $2  ruled_at  timestamptz
--
-- Two callers at once: both hold the lock of lock-contests.sql one after the other, so each gets a number of its own.
insert into ruling (number, decision, needs_second, answer, ruled_at)
select (select coalesce(max(earlier.number), 0) + 1 from ruling as earlier), decision.number, decision.needs_second,
       second_answer.answer, $2
from decision
left join second_answer on second_answer.decision = decision.number
where decision.number = $1
returning ruling.number, ruling.ruled_at;
