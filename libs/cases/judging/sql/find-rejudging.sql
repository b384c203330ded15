-- The pass that judges cases again; no row when there is none, or while another process judges its next cases.
select rejudging.after_ref
from rejudging
for update skip locked;
