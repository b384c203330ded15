import { inWords } from '#libs/domain/enum-words.js';
import type { Instant } from '#libs/domain/time.js';
import { type Block, list, type Page, paragraph, type Section } from './blocks.js';
import { counterfactuals, type Factor } from './counterfactuals.js';
import type { RecordMetric, StatementRecord } from './statement-record.js';
import { dayOf, exact, factorText, grouped, instantText, metricName, points, shareText } from './statement-words.js';

/** What stands beside a record in a statement. */
export interface Beside {
  /** In hexadecimal digits. */
  readonly recordId: string;
  readonly chainSha256: string;
  /** State of the period now. */
  readonly state: string;
  /** `by` is empty for a reader who sees as what people approved, and not who. */
  readonly approvals: readonly { readonly role: string; readonly by: string; readonly at: Instant | undefined }[];
  readonly reviewEndsAt: Instant | undefined;
  readonly finalAt: Instant | undefined;
  /** What the pay plan makes of an index; undefined when HR does not give it. */
  readonly factor: Factor | undefined;
}

const TOP = 3;

/** A statement of one department, from its record alone: statement and pay cannot differ. Pure: the same record gives the same page. */
export function statementPage(record: StatementRecord, beside: Beside): Page {
  const { department, period, version, snapshot } = record;
  return {
    title: `Customer experience: ${department}`,
    subtitle: `Statement for ${period.name} (${period.first_day} to ${period.last_day}), version ${version}`,
    notice: noticeOf(record),
    sections: [
      indexSection(record, beside),
      madeOf(record),
      lossSection(record),
      notCounted(record),
      {
        heading: 'What would have changed it',
        blocks: [listOr(counterfactuals(record, beside.factor), 'No metric is near an anchor.')],
      },
      contestSection(record, beside),
      approvalSection(record, beside),
      proofSection(record, beside),
    ],
    footer: `${snapshot}. Made from the bonus-input record alone. No person and no order stands in it.`,
  };
}

function noticeOf({ state, not_payable_reasons: reasons }: StatementRecord): string | undefined {
  if (state === 'PROVISIONAL') return 'Provisional: it can still change, and nothing is paid by it.';
  if (reasons.length === 0) return undefined;
  return `Nothing is paid by it yet: ${reasons.map(inWords).join(', ')}.`;
}

function indexSection({ index, ruleset }: StatementRecord, { factor }: Beside): Section {
  const { index_e4: e4, lower_e4: low = e4, upper_e4: high = e4 } = index;
  const rule = {
    name: 'Rules',
    value: `${ruleset.name}, published ${dayOf(Number(ruleset.published_at))}`,
  };
  const measured = [
    { name: 'Measured', value: `${shareText(index.coverage_bp)} of the weights` },
    { name: 'Reported by the department itself', value: `${shareText(index.self_reported_bp)} of the weights` },
  ];
  if (e4 === undefined || low === undefined || high === undefined)
    return {
      heading: 'Index',
      blocks: [paragraph(`There is no index: ${inWords(index.status)}.`), { kind: 'facts', rows: [rule, ...measured] }],
    };
  const range = `${points(BigInt(low))} to ${points(BigInt(high))}`;
  const lived = index.lived_index_e4;
  const rows = [
    { name: 'Index', value: `${exact(e4)} points` },
    { name: 'Range (95 %)', value: range },
    ...(lived === undefined ? [] : [{ name: 'What customers lived', value: `${points(BigInt(lived))} points` }]),
    ...(factor === undefined
      ? []
      : [
          {
            name: 'Factor',
            value: `${factorText(factor.of(BigInt(e4)))} of a target amount, before any pool (${factor.plan})`,
          },
        ]),
    rule,
    ...measured,
  ];
  const text = `Index ${points(BigInt(e4))} on a scale from 0 to 100, range ${range}; 80 is on target.`;
  return {
    heading: 'Index',
    blocks: [
      { kind: 'scale', value: BigInt(e4), low: BigInt(low), high: BigInt(high), text },
      { kind: 'facts', rows },
    ],
  };
}

function madeOf({ metrics }: StatementRecord): Section {
  const rows = weighed(metrics).map((one) => [
    metricName(one.metric),
    `${grouped(one.hits)} of ${grouped(one.cases)}`,
    one.score_e4 === undefined ? 'not measured' : exact(one.score_e4),
    shareText(one.effective_weight_bp),
    exact(one.points_e4),
  ]);
  return {
    heading: 'What it is made of',
    blocks: [
      {
        ...{
          kind: 'table',
          caption: 'Score x weight = points; the points add up to the index.',
          rows,
          numbers: [1, 2, 3, 4],
        },
        head: ['Metric', 'Met', 'Score', 'Weight', 'Points'],
      },
    ],
  };
}

function lossSection({ metrics }: StatementRecord): Section {
  const losses = weighed(metrics)
    .map((one) => ({ one, lost: BigInt(one.effective_weight_bp) * 100n - BigInt(one.points_e4) }))
    .filter(({ lost }) => lost > 0n)
    .sort((a, b) => (a.lost === b.lost ? 0 : a.lost > b.lost ? -1 : 1))
    .slice(0, TOP);
  const items = losses.map(({ one, lost }) => {
    const missed = BigInt(one.cases) - BigInt(one.hits);
    return `"${metricName(one.metric)}" costs ${points(lost)} points: ${grouped(missed)} of ${grouped(one.cases)} cases were missed.`;
  });
  return { heading: 'Where the most points are lost', blocks: [listOr(items, 'No points are lost.')] };
}

function notCounted({ metrics, events, rulings }: StatementRecord): Section {
  const rows = metrics.flatMap(({ metric, exclusions }) =>
    exclusions.map((one) => [
      metricName(metric),
      one.class === 'OTHERS' ? `charged to ${one.responsible.replace(/^.*\//, '')}` : 'taken out',
      inWords(one.reason.replace(/^.*\//, '')),
      grouped(one.cases),
    ]),
  );
  const without = (what: string, e4: string | undefined) =>
    e4 === undefined
      ? `Without ${what} there would be no index.`
      : `Without ${what} the index would be ${points(BigInt(e4))}.`;
  const sentences = [
    ...events.map(({ event, cases, index_without_e4: e4 }) => {
      const name = metricName(event.replace(/^event\//, ''));
      return `The declared event "${name}" took out ${grouped(cases)} cases. ${without('it', e4)}`;
    }),
    ...(rulings === undefined
      ? []
      : [
          `Rulings took out ${grouped(rulings.cases)} cases and charged ${grouped(rulings.charged_to_others)} to others. ${without('them', rulings.index_without_e4)}`,
        ]),
  ];
  const head = ['Metric', 'What', 'Why', 'Cases'];
  const table: Block = {
    kind: 'table',
    caption: 'Cases that the department does not answer for.',
    head,
    rows,
    numbers: [3],
  };
  return {
    heading: 'Excluded, and charged to others',
    blocks: [
      ...(rows.length === 0 ? [paragraph('No case was taken out, and none is charged to others.')] : [table]),
      ...(sentences.length === 0 ? [] : [list(sentences)]),
    ],
  };
}

function contestSection({ department, period }: StatementRecord, { reviewEndsAt, finalAt, state }: Beside): Section {
  const isOpen = reviewEndsAt !== undefined && state === 'PROVISIONAL';
  const window = isOpen
    ? `The department may contest cases until ${instantText(reviewEndsAt)}.`
    : reviewEndsAt === undefined
      ? 'There was no review of this version.'
      : `The review ended on ${instantText(reviewEndsAt)}.`;
  const later =
    finalAt === undefined || state === 'FINAL'
      ? 'The period is final: nothing is corrected any more.'
      : `What comes up later is corrected in a later period, until ${instantText(finalAt)}.`;
  return {
    heading: 'How to contest it',
    blocks: [
      paragraph(`${window} ${isOpen ? '' : later}`.trim()),
      {
        kind: 'facts',
        rows: [
          { name: 'See the cases', value: `cx cases --charged-to ${department} ${period.name}`, isCode: true },
          { name: 'Contest one', value: 'cx contest --help', isCode: true },
        ],
      },
    ],
  };
}

function approvalSection({ state }: StatementRecord, { approvals }: Beside): Section {
  const items = approvals.map(({ role, by, at }) => {
    const who = `${role === 'HR' ? 'HR' : 'Finance'}${by === '' ? '' : ` (${by})`}`;
    return at === undefined ? who : `${who}, ${instantText(at)}`;
  });
  const none = state === 'PROVISIONAL' ? 'No one has approved it yet.' : 'No approval is shown.';
  return { heading: 'Who approved it', blocks: [listOr(items, none)] };
}

function proofSection({ snapshot, ruleset }: StatementRecord, { recordId, chainSha256 }: Beside): Section {
  return {
    heading: 'How to verify it',
    blocks: [
      paragraph(
        'HR gives out the bundle of this version. A reader of it computes every figure again with cx verify, without an account, a database or a network. It has these hashes.',
      ),
      {
        kind: 'facts',
        rows: [
          { name: 'Record', value: recordId, isCode: true },
          { name: 'Chain', value: chainSha256, isCode: true },
          { name: 'Rules', value: ruleset.sha256, isCode: true },
          { name: 'Bundle', value: `cx bonus record ${snapshot} --out DIR`, isCode: true },
        ],
      },
    ],
  };
}

function weighed(metrics: readonly RecordMetric[]): readonly RecordMetric[] {
  return metrics.filter(({ effective_weight_bp: weight }) => BigInt(weight) > 0n);
}

function listOr(items: readonly string[], none: string): Block {
  return items.length === 0 ? paragraph(none) : list(items);
}
