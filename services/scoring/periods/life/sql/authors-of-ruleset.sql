-- Who proposed and who published a ruleset, and whether a period was closed by it.
--
-- $1  title  text, the name of the ruleset
select
  document_version.proposed_by,
  document_version.published_by,
  exists (
    select
    from period_event
    join snapshot using (period, version)
    where period_event.kind = 7
      and convert_from(snapshot.content, 'UTF8')::jsonb ->> 'ruleset' = $1
  ) as has_closed
from document_version
where document_version.kind = 'ruleset'
  and document_version.title = $1;
