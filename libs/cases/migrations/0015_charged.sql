-- 0015: what other parties are charged with is found by the party.
--
-- Of all verdicts these are few: misses for which the department does not answer and another party does. Class 3 is OTHERS.
create index observation_charged on observation (responsible, day) where class = 3 and misses > 0;
