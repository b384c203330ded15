-- The records of a version.
--
-- $1  period   text
-- $2  version  integer
select bonus_record.department, bonus_record.position, bonus_record.content, bonus_record.record_id, bonus_record.chain_sha256
from bonus_record
where bonus_record.period = $1
  and bonus_record.version = $2;
