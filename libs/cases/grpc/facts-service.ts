import { securityToProto } from '#libs/batches/format/security-status.js';
import { sourceFaultToProto } from '#libs/batches/format/source-fault.js';
import { faultToProto } from '#libs/batches/format/transport-fault.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import {
  type FactsServiceServer,
  FactsServiceService,
  type GetIntakeStatusResponse,
  type ListObservationsRequest,
  type ListObservationsResponse,
} from '#libs/contracts/cx/facts/v1/facts.js';
import type { Caller } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import type { SecurityReport } from '#libs/domain/insecurity.js';
import type { Source } from '#libs/domain/observation.js';
import { EARLIEST, type Instant } from '#libs/domain/time.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import type { Database } from '#libs/postgres/database.js';
import type { FeedRulesAt } from '#libs/rules/permitted-feeds.js';
import type { Clock } from '#libs/runtime/clock.js';
import { type Intake, readIntakeCounts } from '../evidence/intake.js';
import type { TraceVerdict } from '../evidence/trace.js';
import { declareDefaults, defaultsOf, readDefaults, withDocument } from '../facts/feed-defaults.js';
import { declareComplete, readFeeds } from '../facts/feeds.js';
import { decodeReceipt, isSealedFor, type Receipt } from '../facts/receipt.js';
import type { ReadRules } from '../rules/rules-in-force.js';
import { chargedFrom } from './charged-question.js';
import type { Describe } from './describe.js';
import { type ErasingOptions, eraseCase, listErasedCases } from './erase-case.js';
import { questionFrom } from './facts-mapping.js';
import { defaultsFrom, defaultsToProto } from './feed-defaults-mapping.js';
import { feedsToProto, onlyFeeds } from './feeds-mapping.js';
import { type DueOptions, listedDue } from './list-due.js';
import { listedCharged, listedEvidence, listedStandingStill } from './listed-observations.js';
import { watchedDue } from './watch-due.js';

export interface FactsServiceOptions {
  readonly source: Source;
  readonly metrics: readonly MetricDefinition[];
  readonly database: Database;
  readonly clock: Clock;
  /** The secret of the department by which it knows its own receipts: the key of its cases. */
  readonly receiptKey: Uint8Array;
  readonly describe: Describe;
  /** What feeds may report; unset: everything. */
  readonly feedRulesAt?: FeedRulesAt;
  /** The rules by which it judges now. */
  readonly rules: ReadRules;
  /** How open questions are judged, and what a miss of each metric costs. */
  readonly due: Pick<DueOptions, 'judge' | 'prices' | 'pace'>;
  /** Which limits and documents gave a verdict. */
  readonly trace: TraceVerdict;
  /** How cases are erased here. */
  readonly erasing: Pick<ErasingOptions, 'department' | 'names' | 'onErased'>;
  /** The milestone a case waits for, "ordering/promised"; unset where none is needed. */
  readonly waitsForMilestone?: string | undefined;
  /** Called after a declaration, so that what it decides is judged soon and not inside the call. */
  readonly onDeclared: () => void;
  /** What libs/batches knows: rows not sealed yet, milestones taken in. */
  readonly transport: () => Promise<Omit<Intake, 'counts'>>;
  /** What is insecure about this process. */
  readonly security: () => SecurityReport;
  /** Which batches hold what a receipt names. */
  readonly findSealed: (receipt: Receipt) => Promise<{ readonly sealed: boolean; readonly batches: readonly string[] }>;
}

const DAY_MS = 86_400_000;

/** The service every source runs beside its own Record calls: how far feeds have reported, receipts, and evidence. */
export function factsService(options: FactsServiceOptions): ServedService {
  const { source, metrics, database, clock } = options;
  const rulesNow = () => options.feedRulesAt?.(clock.now());
  const calls: FactsServiceServer = {
    declareComplete: unary(async (request, context) => {
      const now = clock.now();
      const through = request.completeThrough?.getTime() ?? Number.NaN;
      if (!(through >= EARLIEST && through <= now + DAY_MS)) {
        throw new CxError('TIME_OUT_OF_RANGE', 'complete_through lies before 2000 or more than a day ahead', {
          field: 'complete_through',
        });
      }
      const before = (await readFeeds(database)).find(({ feed }) => feed === context.caller.name)?.completeThrough;
      const stands = await declareComplete(database, context.caller.name, through, now);
      context.audited({ before: declared(before), after: declared(stands) });
      options.onDeclared();
      return { completeThrough: new Date(stands) };
    }),

    declareDefaults: unary(async (request, context) => {
      const feed = context.caller.name;
      const defaults = defaultsFrom(request);
      context.audited({ before: await defaultsOf(database, feed), after: defaults });
      await declareDefaults(database, { feed, ...defaults }, clock.now());
      const holding = withDocument(defaults, rulesNow()?.permitted.get(feed));
      return { defaults: defaultsToProto({ feed, ...holding }) };
    }),

    listFeeds: unary(async (_, { caller, sees }) => {
      const [feeds, defaults] = await Promise.all([readFeeds(database), readDefaults(database)]);
      const all = feedsToProto(feeds, defaults, rulesNow());
      return sees(source) === 'all' ? all : onlyFeeds(all, feedsOf(caller));
    }),

    getReceipt: unary(async ({ receipt: text }, { caller, sees }) => {
      const receipt = decodeReceipt(text);
      if (receipt.source !== source) {
        throw new CxError('RECEIPT_INVALID', `this receipt is from ${receipt.source}`, { field: 'receipt' });
      }
      if (sees(source) !== 'all' && !isSealedFor(receipt, feedsOf(caller), options.receiptKey)) {
        throw new CxError('RECEIPT_INVALID', 'this receipt was given to another feed', { field: 'receipt' });
      }
      const { sealed, batches } = await options.findSealed(receipt);
      return { sealed, batches: [...batches] };
    }),

    listObservations: unary((request) => listObservations(options, request)),

    listChargedCases: unary(async (request) => {
      const { question, pageSize } = chargedFrom(request, source, metrics);
      return listedCharged(options, question, { pageSize, pageToken: request.pageToken });
    }),

    listDue: unary((request) => listedDue({ ...options, ...options.due }, request)),

    watchDue: watchedDue({ ...options, ...options.due }),

    eraseCase: unary((request, context) => eraseCase({ ...options.erasing, database, clock }, request, context)),

    listErasedCases: unary((request) => listErasedCases({ database }, request)),

    getIntakeStatus: unary((_, { caller }) => intakeStatus(options, caller)),
  };
  return servedService(FactsServiceService, calls);
}

async function listObservations(
  options: FactsServiceOptions,
  request: ListObservationsRequest,
): Promise<ListObservationsResponse> {
  const rules = await options.rules(options.database);
  const { question: asked, pageSize } = questionFrom(request, options.source, options.metrics, rules.definitions);
  const question = { ...asked, countedIn: rules.countedUnitOn(asked.lastDay, asked.unit) };
  return question.outcome === 'STANDS_STILL'
    ? listedStandingStill(options, question, { pageSize, pageToken: request.pageToken, position: rules.position })
    : listedEvidence(options, question, { pageSize, pageToken: request.pageToken });
}

async function intakeStatus(options: FactsServiceOptions, caller: Caller): Promise<GetIntakeStatusResponse> {
  const counts = await readIntakeCounts(options.database, options.clock.now(), options.waitsForMilestone);
  const { upstream, transportFaults, sourceFaults, documents, ...transport } = await options.transport();
  return {
    ...{ ...counts, ...transport, upstream: [...upstream], transportFaults: transportFaults.map(faultToProto) },
    sourceFaults: sourceFaults.map(sourceFaultToProto),
    documents: { ...documents, publishedAt: instantToProto(documents.publishedAt) },
    security: seesSecurity(caller) ? securityToProto(options.security()) : undefined,
  };
}

function feedsOf({ bindings }: Caller): ReadonlySet<string> {
  return new Set(bindings.flatMap(({ feeds }) => feeds));
}

/** What is insecure helps an attacker too, so readers of a department do not see it. */
function seesSecurity({ bindings }: Caller): boolean {
  return bindings.some(({ role }) => role === 'AUDITOR' || role === 'OPERATOR');
}

function instantToProto(instant: Instant | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant);
}

/** How far a feed has declared, for the audit log. */
function declared(through: Instant | undefined): { readonly completeThrough?: string } {
  return Number.isFinite(through) ? { completeThrough: new Date(through ?? 0).toISOString() } : {};
}
