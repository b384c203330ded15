-- Ends the pass whose row the caller has locked.
delete from rejudging;
