-- What scoring may do with snapshots: add them. Triggers refuse every change, also by the owner of the tables.
grant select, insert on snapshot, snapshot_cut to :"service";
-- The same of what people do to a period. The triggers of the table read the documents, which are granted with them.
grant select, insert on period_event to :"service";
grant execute on function going_lines(text, bytea) to :"service";
grant select on standing_approval to :"service";

-- readers
grant select on department_index to :"readers";
-- end of readers
