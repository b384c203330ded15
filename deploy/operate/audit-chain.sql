-- The head of the audit log as "position|hash", or nothing where it has no line; then the position of the first line whose hash or
-- predecessor does not fit, which a whole chain has not.
select head.position, encode(head.hash, 'hex')
from audit as head
order by head.position desc
limit 1;

select 'broken', min(line.position)
from (
  select
    audit.position,
    audit.hash = sha256(audit.previous_hash || convert_to(audit.line, 'UTF8'))
      and audit.previous_hash = lag(audit.hash, 1, decode(repeat('00', 32), 'hex')) over (order by audit.position)
      and audit.position = row_number() over (order by audit.position) as fits
  from audit
) as line
where not line.fits
having count(*) > 0;
