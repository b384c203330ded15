-- What a process may do with the batches that it receives. The hash of an applied batch and the bytes of a quarantined batch are only
-- added. The process moves its own progress, and notes what became of a quarantined batch.
grant select, insert on crash_marker, quarantine, received_batch, shard, shard_progress to :"service";
grant delete on crash_marker to :"service";

grant update (size, deaths) on crash_marker to :"service";
grant update (redriven_at, void) on quarantine to :"service";
grant update (version) on shard to :"service";
grant update (
  applied_through, head_sha256, ahead, batches, sealed_at, applied_at, kafka_next_offset, state, continues_epoch, continues_number,
  continues_sha256, begun_at, survives_through
) on shard_progress to :"service";
