-- The chain of a department from its first record through a position.
--
-- $1  department  text
-- $2  position    integer
select bonus_record.position, bonus_record.period, bonus_record.version, bonus_record.record_id, bonus_record.chain_sha256
from bonus_record
where bonus_record.department = $1
  and bonus_record.position <= $2
order by bonus_record.position;
