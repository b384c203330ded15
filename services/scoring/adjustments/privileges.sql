-- What scoring may do with adjustments: add them. Triggers refuse every change, also by the owner of the tables.
grant select, insert on adjustment, adjustment_cut, adjustment_event, adjustment_entry to :"service";
