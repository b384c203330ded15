-- The departments whose line of a period was contested and upheld.
--
-- $1  period  text
select upheld as department
from upheld_lines($1) as upheld
order by upheld;
