-- What scoring may do with contests, hearings and rulings: add them. Triggers refuse every change, also by the owner of the tables.
grant select, insert on contest, hearing, hearing_answer, decision, second_answer, ruling to :"service";
-- Its triggers call these.
grant execute on function is_department(text), day_is_closed(date), upheld_lines(text) to :"service";
