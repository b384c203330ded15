-- What scoring may do with bonus-input records and their signatures: add them. Triggers refuse every change, also by the owner of the tables.
grant select, insert on bonus_record, bonus_signature to :"service";
