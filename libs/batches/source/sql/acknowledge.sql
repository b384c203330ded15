-- Notes how far a reader has durably applied a shard. Within an epoch the mark only moves forward.
--
-- $1  carries     text
-- $2  shard       smallint
-- $3  subscriber  text
-- $4  epoch       integer
-- $5  number      bigint
insert into acknowledged as before (carries, shard, subscriber, epoch, number)
values ($1, $2, $3, $4, $5)
on conflict (carries, shard, subscriber) do update
set epoch = excluded.epoch,
    number = case when before.epoch = excluded.epoch then greatest(before.number, excluded.number) else excluded.number end;
