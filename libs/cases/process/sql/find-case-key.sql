-- The fingerprint of the case key to which this database is bound.
select case_key.fingerprint
from case_key;
