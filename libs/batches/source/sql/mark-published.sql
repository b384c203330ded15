-- Moves the mark of what Kafka has acknowledged. With two relays the mark never moves back.
--
-- $1  carries  text
-- $2  shard    smallint
-- $3  epoch    integer
-- $4  number   bigint
update own_shard
set published_epoch = $3,
    published_number = $4
where own_shard.carries = $1
  and own_shard.shard = $2
  and (own_shard.published_epoch, own_shard.published_number) < ($3, $4);
