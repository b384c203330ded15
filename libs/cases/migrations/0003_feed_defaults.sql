-- 0003: what feeds need not repeat in every call and fact.
--
-- They stand apart from the table feed: a feed that declares defaults and has not reported yet holds up no case.
create table feed_default (
  feed        text        not null,
  origin      smallint,                    -- null: calls without an origin are refused
  zone        text,                        -- null: facts without a zone are refused
  declared_at timestamptz not null,
  primary key (feed),
  constraint default_origin_is_known check (origin between 1 and 3)
);
