import { inYaml } from '#libs/documents/reading/json-schema.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';

/** What `cx init` says of each department: its title, the feed that reports to it, and what to report first. */

interface Built {
  readonly title: string;
  readonly feed: string;
  readonly first: string;
  /** The metrics that these facts answer, by id. One that needs other facts is asked when a feed reports them: without them it lowers coverage. */
  readonly metrics: readonly string[];
}

const BUILT_IN: Readonly<Record<BuiltInSource, Built>> = {
  ordering: {
    title: 'Ordering',
    feed: 'shop',
    first: '`placed` with the promised day, `payment_approved`, `released` with the limit of the hand-over, `canceled`',
    metrics: ['payment_approved_in_time', 'order_kept', 'promise_not_padded', 'promised_days', 'delivered_days'],
  },
  warehouse: {
    title: 'Warehouse',
    feed: 'warehouse',
    first: '`handed_over`, when the carrier has the parcel',
    metrics: ['handed_over_by_limit', 'handed_over_at_last'],
  },
  delivery: {
    title: 'Delivery',
    feed: 'carrier',
    first: '`delivered`, when the customer has the parcel',
    metrics: ['delivered_by_first_promise', 'parcel_delivered_by_first_promise', 'arrived_at_last'],
  },
  support: {
    title: 'Support',
    feed: 'helpdesk',
    first: '`received`, `first_response` and `contacted_again`',
    // Goodwill is rare: as a third of the weights it would need 100 promises of it in a month.
    metrics: ['first_response_in_time', 'solved_without_second_contact'],
  },
  survey: {
    title: 'Survey',
    feed: 'agency',
    first: '`answered`, the score of a customer',
    metrics: ['customer_score', 'customer_score_points'],
  },
};

function builtIn(department: string): Built | undefined {
  const source = BUILT_IN_SOURCES.find((one) => one === department);
  return source === undefined ? undefined : BUILT_IN[source];
}

export function titleOf(department: string): string {
  return builtIn(department)?.title ?? department.charAt(0).toUpperCase() + department.slice(1);
}

/** The name with which the feed of a department calls. */
export function feedOf(department: string): string {
  return builtIn(department)?.feed ?? `${department}-feed`;
}

/** The kinds of facts that a department needs before it has an index. */
export function firstFacts(department: string): string {
  return builtIn(department)?.first ?? `\`${KIND}\`, one for each ${CASE}`;
}

/** Whether the documents of a new company ask a metric of the catalogue. */
export function isAskedAtFirst(metric: string): boolean {
  return Object.values(BUILT_IN).some(({ metrics }) => metrics.includes(metric));
}

const KIND = 'checked';
const CASE = 'item and day';

/** The metric of a department of the company's own. */
export function ownMetricName(department: string): string {
  return `${department}_in_order`;
}

/** A department of the company's own, to be replaced: one kind of fact, one metric. */
export function ownDepartment(department: string): string {
  return `  # A department of your own: an example to replace. Its metrics are CEL expressions over the facts of a case.
  ${department}:
    title: ${inYaml(titleOf(department))}
    case:
      description: One item on one day
      named_by: [item, day]
    facts:
      ${KIND}:
        description: An item was checked
        fields:
          item: { type: text }
          day: { type: day }
          in_order: { type: yes_no }
    metrics:
      ${ownMetricName(department)}:
        title: In order
        question: Was it in order?
        misses_are: items that were not in order
        role: SCORED
        population: has(${KIND})
        hit: ${KIND}.in_order
        due: ${KIND}.happened_at
        day: ${KIND}.day
        unit: '"unattributed"'
`;
}
