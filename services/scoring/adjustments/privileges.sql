-- What scoring may do with adjustments: add them. Triggers refuse every change, also by the owner of the tables.
grant select, insert on adjustment, adjustment_cut, adjustment_event, adjustment_entry, posting_turn to :"service";
-- What the triggers of these tables call.
grant execute on function stated_index(bytea, text), ledger_value(text, text), changed_lines(text, integer, bytea) to :"service";
