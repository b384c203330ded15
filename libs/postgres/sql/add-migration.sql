-- Records that a migration was applied, in the transaction that applies it.
--
-- $1  set_name  text
-- $2  number    integer, from 1
-- $3  name      text, "0001_facts"
-- $4  sha256    text, hex, of the file
insert into migration (set_name, number, name, sha256)
values ($1, $2, $3, $4);
