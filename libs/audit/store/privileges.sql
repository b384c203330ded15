-- What a process may do with its audit log: read it and add lines.
grant select, insert on audit to :"service";
