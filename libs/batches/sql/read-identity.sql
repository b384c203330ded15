-- Which cluster this is, and which life of it: the timeline grows when a standby is promoted or a backup is restored.
select
  (select system_identifier::text from pg_control_system()) as system_id,
  (select timeline_id from pg_control_checkpoint()) as timeline;
