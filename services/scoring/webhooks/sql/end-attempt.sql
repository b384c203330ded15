-- Records what came of an attempt, unless the delivery was taken again or replayed since.
--
-- $1  subscription  text
-- $2  message       bigint
-- $3  attempts      integer, as the attempt took it
-- $4  state         smallint, 1 waiting, 2 delivered, 3 dead
-- $5  due_at        timestamptz, of one that waits
-- $6  failure       text, empty when delivered
-- $7  status        integer, null without an answer
update webhook_delivery
set state = $4, due_at = $5, failure = $6, status = $7, leased_until = '-infinity'
where webhook_delivery.subscription = $1
  and webhook_delivery.message = $2
  and webhook_delivery.attempts = $3
  and webhook_delivery.state = 1;
