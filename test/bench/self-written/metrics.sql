-- The nightly job of a team that has a table for each kind of fact: hits and cases of eleven metrics by month, class and who answers.
--
-- It asks what the catalogue asks by its first limits (docs/metrics.md), of facts of which an order or a contact has each kind at most
-- once, apart from answers to the survey: no parts, no corrections, no windows, no calendars, no repeats by another id.
--
-- Returns metric, month 'YYYY-MM', class, responsible ('' is the department itself), hits, cases.
with orders as (
  select
    placed.case_id,
    placed.zone,
    placed.promised_day,
    placed.payment_methods,
    placed.happened_at,
    placed.happened_at at time zone placed.zone as placed_local,
    approved.happened_at as approved_at,
    canceled.case_id is not null as is_canceled,
    unavailable.case_id is not null as is_unavailable,
    released.case_id is not null as is_released,
    released.hand_over_due_at as limit_at,
    released.hand_over_due_at at time zone placed.zone as limit_local,
    handed.happened_at as handed_over_at,
    (handed.happened_at at time zone placed.zone)::date as handed_over_day,
    delivered.happened_at as delivered_at,
    (delivered.happened_at at time zone placed.zone)::date as delivered_day
  from placed
  left join payment_approved as approved on approved.case_id = placed.case_id
  left join canceled on canceled.case_id = placed.case_id
  left join unavailable on unavailable.case_id = placed.case_id
  left join released on released.case_id = placed.case_id
  left join handed_over as handed on handed.case_id = placed.case_id
  left join delivered on delivered.case_id = placed.case_id
),
contacts as (
  select
    received.case_id,
    received.happened_at,
    received.happened_at at time zone received.zone as received_local,
    received.zone,
    response.happened_at as answered_at,
    again.happened_at as again_at,
    promised.promised_day,
    (paid.happened_at at time zone received.zone)::date as paid_day
  from received
  left join first_response as response on response.case_id = received.case_id
  left join contacted_again as again on again.case_id = received.case_id
  left join goodwill_promised as promised on promised.case_id = received.case_id
  left join goodwill_paid as paid on paid.case_id = received.case_id
),
last_answers as (
  select distinct on (answered.case_id) answered.case_id, answered.score
  from answered
  order by answered.case_id, answered.happened_at desc
),
judged (metric, day, class, responsible, is_hit) as (
  select
    'payment_approved_in_time',
    (orders.placed_local + interval '1 day')::date,
    case when 4 = any (orders.payment_methods) then 'EXCLUDED' else 'ACCOUNTABLE' end,
    case when 4 = any (orders.payment_methods) then 'customer' else '' end,
    orders.approved_at <= (orders.placed_local + interval '1 day') at time zone orders.zone
  from orders
  where orders.payment_methods && '{1,2,3,4}'
    and (orders.approved_at is not null or orders.delivered_at is null)
  union all
  select
    'order_kept',
    orders.promised_day,
    case when orders.is_canceled then 'OTHERS' else 'ACCOUNTABLE' end,
    case when orders.is_canceled then 'unattributed' else '' end,
    not orders.is_canceled and not orders.is_unavailable
  from orders
  union all
  select
    hand_over.metric,
    orders.limit_local::date,
    case when orders.limit_at < orders.approved_at then 'EXCLUDED' else 'ACCOUNTABLE' end,
    case when orders.limit_at < orders.approved_at then 'ordering' else '' end,
    orders.handed_over_at <= (orders.limit_local + hand_over.grace) at time zone orders.zone
  from orders
  cross join (
    values ('handed_over_by_limit', interval '0 days'), ('handed_over_at_last', interval '7 days')
  ) as hand_over (metric, grace)
  where orders.is_released
    and not orders.is_canceled
    and not orders.is_unavailable
  union all
  select
    'delivered_by_first_promise',
    orders.promised_day,
    case party.responsible when '' then 'ACCOUNTABLE' when 'unattributed' then 'EXCLUDED' else 'OTHERS' end,
    party.responsible,
    orders.delivered_day <= orders.promised_day
  from orders
  cross join lateral (
    select
      case
        when orders.is_canceled then 'unattributed'
        when orders.delivered_day <= orders.promised_day then ''
        when not orders.is_released then 'ordering'
        when orders.handed_over_at is null and orders.delivered_at is null then 'warehouse'
        when orders.handed_over_at > orders.limit_at
          and orders.delivered_day - orders.promised_day <= orders.handed_over_day - orders.limit_local::date
          then 'warehouse'
        else ''
      end
  ) as party (responsible)
  union all
  select 'arrived_at_last', orders.promised_day, 'ACCOUNTABLE', '', orders.delivered_day <= orders.promised_day + 14
  from orders
  where orders.handed_over_at is not null
    and not orders.is_canceled
  union all
  select
    'promise_not_padded',
    orders.promised_day,
    'ACCOUNTABLE',
    '',
    (orders.promised_day - orders.delivered_day) * 1000000
      <= (orders.promised_day - orders.placed_local::date) * 600000
  from orders
  where orders.delivered_at is not null
  union all
  select 'customer_score', orders.promised_day, 'ACCOUNTABLE', '', last_answers.score >= 4
  from last_answers
  join orders on orders.case_id = last_answers.case_id
  union all
  select
    'first_response_within_60_minutes',
    ((contacts.happened_at + interval '60 minutes') at time zone contacts.zone)::date,
    'ACCOUNTABLE',
    '',
    contacts.answered_at <= contacts.happened_at + interval '60 minutes'
  from contacts
  union all
  select
    'solved_without_second_contact_in_7_days',
    (contacts.received_local + interval '7 days')::date,
    'ACCOUNTABLE',
    '',
    contacts.again_at is null
      or contacts.again_at > (contacts.received_local + interval '7 days') at time zone contacts.zone
  from contacts
  union all
  select
    'goodwill_paid_by_promised_day',
    contacts.promised_day,
    'ACCOUNTABLE',
    '',
    contacts.paid_day <= contacts.promised_day
  from contacts
  where contacts.promised_day is not null
)
select
  judged.metric,
  to_char(judged.day, 'YYYY-MM') as month,
  judged.class,
  judged.responsible,
  count(*) filter (where judged.is_hit)::integer as hits,
  count(*)::integer as cases
from judged
group by judged.metric, month, judged.class, judged.responsible
order by judged.metric, month, judged.class, judged.responsible;
