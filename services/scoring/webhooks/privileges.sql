-- What scoring may do with messages: add them, plan them, and forget old ones. Deliveries are changed by attempts; old ones go with their message.
grant select, insert on webhook_message, period_state, webhook_delivery to :"service";
grant update (planned_at) on webhook_message to :"service";
grant delete on webhook_message to :"service";
grant update (state, attempts, due_at, leased_until, attempted_at, failure, status) on webhook_delivery to :"service";
