-- The lines of the audit log that an auditor asks for, newest first.
--
-- $1  caller  text, empty for all
-- $2  call    text, empty for all
-- $3  from    text, the time as in the lines; empty for all
-- $4  until   text, not included; empty for all
-- $5  before  bigint, the position behind the newest line wanted
-- $6  limit   integer
--
-- Any number of callers at once; lines that are added meanwhile change no page.
select audit.position, audit.previous_hash, audit.hash, audit.line
from audit
where ($1::text = '' or audit.caller = $1)
  and ($2::text = '' or audit.call = $2)
  and ($3::text = '' or audit.at >= $3)
  and ($4::text = '' or audit.at < $4)
  and audit.position < $5
order by audit.position desc
limit $6;
