-- 0003: batches that name another sender, content or shard than the topic that brought them are put into quarantine.
--
-- A process that may write the topic of another one could otherwise have its batches counted as those of the other one, or stop the
-- other one's shard by a batch that does not fit.
alter table quarantine drop constraint quarantine_reason_check;
alter table quarantine add constraint quarantine_reason_is_known check (
  reason in (
    'UNDECODABLE', 'FUTURE', 'FORKED', 'CHAIN_BROKEN', 'FOREIGN', 'WRONG_SENDER', 'NOT_APPLICABLE', 'KILLS_PROCESS'
  )
);
