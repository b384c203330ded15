-- What scoring may do with contests and rulings: add them. Triggers refuse every change, also by the owner of the tables.
grant select, insert on contest, decision, second_answer, ruling to :"service";
