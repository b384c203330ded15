-- The newest record of every department: the heads of the chains. Two callers at once may read the same heads; then the primary key of
-- bonus_record lets one of them add its records.
select distinct on (bonus_record.department)
  bonus_record.department, bonus_record.position, bonus_record.record_id, bonus_record.chain_sha256
from bonus_record
order by bonus_record.department, bonus_record.position desc;
