-- What scoring may do with snapshots: add them. Triggers refuse every change, also by the owner of the tables.
grant select, insert on snapshot, snapshot_cut to :"service";

-- readers
grant select on department_index to :"readers";
-- end of readers
