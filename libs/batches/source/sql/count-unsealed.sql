-- Number of committed transactions that are not sealed yet.
select count(*) as unsealed from outbox;
