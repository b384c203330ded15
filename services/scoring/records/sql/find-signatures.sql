-- The signatures of a version, in order of their keys.
--
-- $1  period   text
-- $2  version  integer
select
  bonus_signature.key_id, bonus_signature.public_key, bonus_signature.key_from, bonus_signature.purpose, bonus_signature.sha256,
  bonus_signature.signed_at, bonus_signature.signature
from bonus_signature
where bonus_signature.period = $1
  and bonus_signature.version = $2
order by bonus_signature.key_id;
