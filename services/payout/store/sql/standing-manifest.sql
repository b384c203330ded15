-- The manifest by which is paid that stands for a version and pool: the one that no other replaces.
--
-- $1  snapshot  text
-- $2  pool      text
select payout_manifest.content_sha256, payout_manifest.replaces, payout_manifest.made_by, payout_manifest.made_at
from payout_manifest
where payout_manifest.snapshot = $1
  and payout_manifest.pool = $2
  and payout_manifest.mark <> 'SIMULATION'
  and not exists (select from payout_manifest as later where later.replaces = payout_manifest.content_sha256);
