-- What scoring may do with messages: add them.
grant select, insert on webhook_message, period_state to :"service";
