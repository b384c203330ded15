-- Replaces the counts that were added since the last time by their sums, see migration 0011.
select sum_intake_counts();
