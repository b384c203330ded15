-- Whether this database has a ledger of migrations. A database that was never migrated has none.
select to_regclass('migration') is not null as "hasLedger";
