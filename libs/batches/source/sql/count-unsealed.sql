-- How many transactions wait for the next sealing pass.
select count(*) as unsealed from outbox;
