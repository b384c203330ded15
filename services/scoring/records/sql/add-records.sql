-- Adds the records of a snapshot. A place in a chain that is taken gives unique_violation (23505).
--
-- $1  period       text
-- $2  version      integer
-- $3  departments  text[]
-- $4  positions    integer[]
-- $5  contents     bytea[], canonical JSON
-- $6  record_ids   bytea[]
-- $7  chains       bytea[]
insert into bonus_record (department, position, period, version, content, record_id, chain_sha256)
select made.department, made.position, $1, $2, made.content, made.record_id, made.chain_sha256
from unnest($3::text[], $4::integer[], $5::bytea[], $6::bytea[], $7::bytea[])
  as made (department, position, content, record_id, chain_sha256);
