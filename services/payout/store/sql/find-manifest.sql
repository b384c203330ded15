-- A manifest by what is signed, and whether another one stands in its place.
--
-- $1  content_sha256  bytea
select
  payout_manifest.manifest,
  exists (select from payout_manifest as later where later.replaces = payout_manifest.content_sha256) as is_replaced
from payout_manifest
where payout_manifest.content_sha256 = $1;
