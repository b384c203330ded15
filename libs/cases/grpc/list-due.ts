import { limitsText } from '#libs/catalogue/limit-text.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import {
  type DueCase,
  DueOutlook,
  type DueTotal,
  type ListDueRequest,
  type ListDueResponse,
} from '#libs/contracts/cx/facts/v1/facts.js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { Clock } from '#libs/runtime/clock.js';
import { dueGroups, isPastSaving, type Outlook } from '../due/due-groups.js';
import type { DueQuestion } from '../due/due-rows.js';
import type { ReadPrices } from '../due/known-prices.js';
import { type DuePage, listDue } from '../due/list-due.js';
import type { OpenQuestion } from '../due/open-questions.js';
import type { Judge } from '../judging/department.js';
import type { ReadRules } from '../rules/rules-in-force.js';
import type { Describe } from './describe.js';
import { metricNamed } from './metric-named.js';
import { pageSizeFrom } from './page-size.js';

/** What lists open questions needs of its department. */
export interface DueOptions {
  readonly source: Source;
  readonly database: Pick<Transaction, 'query'>;
  readonly clock: Clock;
  readonly rules: ReadRules;
  readonly judge: Judge;
  readonly describe: Describe;
  readonly prices: ReadPrices;
  /** Paces of a watch, for tests. */
  readonly pace?: { readonly lookMs: number; readonly heartbeatMs: number };
}

const DAY_MS = 86_400_000;
const LEAST_MS = 1_000;
const MOST_MS = 366 * DAY_MS;

const OUTLOOKS = new Map<number, Outlook | undefined>([
  [DueOutlook.DUE_OUTLOOK_UNSPECIFIED, undefined],
  [DueOutlook.DUE_OUTLOOK_SAVABLE, 'SAVABLE'],
  [DueOutlook.DUE_OUTLOOK_PAST_SAVING, 'PAST_SAVING'],
]);

/** One page of what is about to break. @throws {CxError} METRIC_UNKNOWN, FILTER_INVALID, PAGE_INVALID */
export async function listedDue(options: DueOptions, request: ListDueRequest): Promise<ListDueResponse> {
  const { source, database, clock, judge, describe } = options;
  const rules = await options.rules(database);
  const question = dueQuestionFrom(request, source, rules.definitions);
  const pageSize = pageSizeFrom(request);
  const prices = await options.prices();
  const now = clock.now();
  const groups = dueGroups(rules.definitions, prices);
  const page = await listDue(database, question, {
    ...{ judge, rules, groups, now, pageSize, pageToken: request.pageToken },
  });
  return {
    ...dueToProto(page, now, describe),
    pricedBy: prices?.index ?? '',
    pricedAt: prices && new Date(prices.at),
  };
}

/** @throws {CxError} METRIC_UNKNOWN, FILTER_INVALID */
export function dueQuestionFrom(
  request: Pick<ListDueRequest, 'within' | 'metric' | 'outlook'>,
  source: Source,
  definitions: readonly MetricDefinition[],
): DueQuestion {
  const { metric, within } = request;
  const known = metric === '' ? undefined : metricNamed(metric, definitions, source);
  const withinMs =
    within === undefined ? DAY_MS : Number(within.seconds) * 1_000 + Math.floor(within.nanos / 1_000_000);
  if (!(withinMs >= LEAST_MS && withinMs <= MOST_MS)) {
    throw new CxError('FILTER_INVALID', 'within is not 1 second to 366 days', { field: 'within' });
  }
  if (!OUTLOOKS.has(request.outlook)) {
    throw new CxError('FILTER_INVALID', 'outlook is not known', { field: 'outlook' });
  }
  return { source, metric: known?.recordedAs ?? '', withinMs, outlook: OUTLOOKS.get(request.outlook) };
}

function dueToProto({ questions, nextPageToken, totals }: DuePage, now: Instant, describe: Describe) {
  return {
    cases: questions.map((question) => dueCaseToProto(question, now, describe)),
    nextPageToken,
    totals: totals.map(totalToProto),
  };
}

export function totalToProto({ group, savable, pastSaving }: DuePage['totals'][number]): DueTotal {
  const { metric, asKnown, costE6 } = group;
  const { id, definition } = metric;
  return { metric: id, definition, ofOthers: asKnown === 'MISS_OF_OTHERS', savable, pastSaving, costE6 };
}

/** An open question as callers see it. */
export function dueCaseToProto(
  { group, ref, part, unit, day, dueAt, facts, evaluation }: OpenQuestion,
  now: Instant,
  describe: Describe,
): DueCase {
  const { caseId, caseKind } = describe(facts);
  const { metric, limits, result } = evaluation;
  return {
    ...{ caseRef: ref, caseId, caseKind, part, unit, day },
    metric: metric.id,
    definition: metric.definition,
    dueAt: new Date(dueAt),
    pastSaving: isPastSaving(group, dueAt, now),
    savedBy: group.savedBy,
    costE6: group.costE6,
    responsible: result.responsible,
    reason: result.reason,
    appliedLimits: limits === undefined ? '' : limitsText(metric.id, limits),
  };
}
