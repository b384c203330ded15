-- 0002: the facts about one part, whatever its case.
--
-- A contact is a case alone or a part of its issue. Before a fact about it is stored, the facts that are known about it are looked up,
-- so that they all stand in one case.
create index fact_of_part on fact (part) where part <> '';
