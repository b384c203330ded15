-- 0014: what an open question would become if nothing more were reported, to see what is about to break.
--
-- Most evaluations that wait for their due instant are hits already: the parcel is there. Those that would be misses are few. They are
-- looked up by an index of their own, so that neither a list nor a gauge reads the others. Rows that are here already, and those that a
-- process of an older version writes beside a new one, do not state it; the new process judges
-- their cases again.
alter table due add column as_known smallint not null default 4; -- 1 MISS, 2 MISS_OF_OTHERS, 3 SAFE, 4 NOT_STATED
alter table due add constraint as_known_is_known check (as_known between 1 and 4);

-- In the order in which they are listed, see list-due.sql.
create index due_at_risk on due (metric, definition, as_known, due_at, case_ref)
where state <= 2 and as_known in (1, 2);

-- Empty as soon as every process is of this version.
create index due_not_stated on due (case_ref) where as_known = 4;
