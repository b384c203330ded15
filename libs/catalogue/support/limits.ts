import { DIMENSIONS, type LimitKind, type LimitSpec, type MetricLimits } from '../limit-spec.js';

/** What a company may set of the metrics of support, beside those that limits.ts states. */

const by = DIMENSIONS.support;

const limit = (parameter: string, kinds: readonly LimitKind[], meaning: string): LimitSpec => ({
  ...{ name: 'limit', kinds, meaning, parameter },
});

const days = (meaning: string) => limit('limitCivilDays', ['CIVIL'], meaning);

const answeredWithin = days('Within how many days after the contact an answer counts.');

export const SUPPORT_LIMITS: readonly MetricLimits[] = [
  {
    metric: 'resolved_in_time',
    limits: [
      limit(
        'limitMinutes',
        ['ELAPSED', 'CIVIL', 'WORKING'],
        'How long after the first contact an issue may be resolved.',
      ),
    ],
    by,
  },
  {
    metric: 'refund_paid_in_time',
    limits: [
      limit(
        'limitCivilDays',
        ['CIVIL', 'ELAPSED', 'WORKING'],
        'How long after the entitlement a refund may be credited.',
      ),
    ],
    by,
  },
  {
    metric: 'stayed_resolved',
    limits: [days('Within how many days after the resolution another question opens the issue again.')],
    by,
  },
  {
    metric: 'handled_without_transfer',
    limits: [days('For how many days after the contact a transfer counts.')],
    by,
  },
  {
    metric: 'missing_item_settled_at_once',
    limits: [limit('limitMinutes', ['ELAPSED', 'WORKING'], 'How long after the report a missing item may be settled.')],
    by,
  },
  {
    metric: 'solved_with_few_contacts',
    limits: [
      {
        name: 'most_contacts',
        kinds: ['COUNT'],
        meaning: 'How many times the customer may ask.',
        parameter: 'mostContacts',
      },
      days('For how many days after the resolution another question counts.'),
    ],
    by,
  },
  {
    metric: 'service_level',
    limits: [limit('limitSeconds', ['ELAPSED'], 'How long a customer may wait in a queue.')],
    by,
  },
  {
    metric: 'not_abandoned',
    limits: [
      {
        name: 'tolerance',
        kinds: ['ELAPSED'],
        meaning: 'Within which time a customer who gives up is not counted.',
        parameter: 'toleranceSeconds',
      },
      days('For how many days after the begin of the wait giving up counts.'),
    ],
    by,
  },
  {
    metric: 'no_complaint',
    limits: [days('For how many days after the contact a complaint counts.')],
    by,
  },
  {
    metric: 'no_order_status_question',
    limits: [days('For how many days after the contact the question counts.')],
    by,
  },
  {
    metric: 'complaint_resolved_soon',
    limits: [days('How many days after the complaint it is to be resolved.')],
    by,
  },
  {
    metric: 'complaint_resolved_at_last',
    limits: [days('How many days after the complaint it is to be resolved at the latest.')],
    by,
  },
  {
    metric: 'complaint_not_repeated',
    limits: [days('For how many days after the complaint another question counts.')],
    by,
  },
  {
    metric: 'complaint_not_upheld_outside',
    limits: [days('For how many days after the complaint a ruling from outside counts.')],
    by,
  },
  {
    metric: 'customer_time_within_limit',
    limits: [
      limit('limitMinutes', ['ELAPSED'], 'How much of the time of the customer an issue may take.'),
      {
        name: 'watched',
        kinds: ['CIVIL'],
        meaning: 'For how many days after the first contact conversations count.',
        parameter: 'watchedCivilDays',
      },
    ],
    by,
  },
  {
    metric: 'contact_satisfaction',
    limits: [
      {
        name: 'lowest_content_score',
        kinds: ['SCORE'],
        meaning: 'The lowest score, 1 to 5, of a content customer.',
        parameter: 'lowestContentScore',
      },
      answeredWithin,
    ],
    by,
  },
  {
    metric: 'contact_easy',
    limits: [
      {
        name: 'lowest_easy_score',
        kinds: ['COUNT'],
        meaning: 'The lowest score, 1 to 7, of a customer who found it easy.',
        parameter: 'lowestEasyScore',
      },
      answeredWithin,
    ],
    by,
  },
  {
    metric: 'handed_off_without_waiting',
    limits: [
      limit('limitMinutes', ['ELAPSED', 'WORKING'], 'How long after a hand-off a person may take the contact over.'),
    ],
    by,
  },
  {
    metric: 'handle_seconds',
    limits: [days('For how many days after the contact conversations count.')],
    by,
  },
];
