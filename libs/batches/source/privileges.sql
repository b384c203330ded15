-- What a process may do with the batches that it seals. A batch is only added; old batches are deleted by one function only, which keeps
-- them for 35 days whatever the process asks. The process may delete a note of acknowledgements: then batches are kept longer.
grant select, insert on acknowledged, batch, outbox, own_shard to :"service";
grant select, delete on acknowledged_by_all to :"service";
grant delete on outbox to :"service";

grant update (epoch, number) on acknowledged to :"service";
grant update (
  epoch, server_started_at, next_number, head_sha256, continues_epoch, continues_number, sealed_at, state_sha256, published_epoch,
  published_number
) on own_shard to :"service";

grant execute on function delete_acknowledged_batches(interval) to :"service";
