import { faultToProto } from '#libs/batches/format/transport-fault.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { type FactsServiceServer, FactsServiceService } from '#libs/contracts/cx/facts/v1/facts.js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/observation.js';
import { EARLIEST, type Instant } from '#libs/domain/time.js';
import type { Grant } from '#libs/grpc/caller.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import type { Database } from '#libs/postgres/database.js';
import type { FeedRulesAt } from '#libs/rules/permitted-feeds.js';
import type { Clock } from '#libs/runtime/clock.js';
import { type Intake, readIntakeCounts } from '../evidence/intake.js';
import type { TraceVerdict } from '../evidence/trace.js';
import { declareDefaults, readDefaults, withDocument } from '../facts/feed-defaults.js';
import { declareComplete, readFeeds } from '../facts/feeds.js';
import { decodeReceipt, type Receipt } from '../facts/receipt.js';
import type { ReadRules } from '../rules/rules-in-force.js';
import type { Describe } from './describe.js';
import { questionFrom } from './facts-mapping.js';
import { defaultsFrom, defaultsToProto } from './feed-defaults-mapping.js';
import { feedsToProto } from './feeds-mapping.js';
import { listedEvidence, listedStandingStill } from './listed-observations.js';

export interface FactsServiceOptions {
  readonly source: Source;
  readonly metrics: readonly MetricDefinition[];
  readonly database: Database;
  readonly clock: Clock;
  readonly describe: Describe;
  /** What feeds may report; unset: everything. */
  readonly feedRulesAt?: FeedRulesAt;
  /** The rules by which it judges now. */
  readonly rules: ReadRules;
  /** Which limits and documents gave a verdict. */
  readonly trace: TraceVerdict;
  /** The milestone a case waits for, "ordering/promised"; unset where none is needed. */
  readonly waitsForMilestone?: string | undefined;
  /** Called after a declaration, so that what it decides is judged soon and not inside the call. */
  readonly onDeclared: () => void;
  /** What libs/batches knows: rows not sealed yet, milestones taken in. */
  readonly transport: () => Promise<Omit<Intake, 'counts'>>;
  /** Which batches hold what a receipt names. */
  readonly findSealed: (receipt: Receipt) => Promise<{ readonly sealed: boolean; readonly batches: readonly string[] }>;
}

const DAY_MS = 86_400_000;

/** The service every source runs beside its own Record calls: how far feeds have reported, receipts, and evidence. */
export function factsService(options: FactsServiceOptions): ServedService {
  const { source, metrics, database, clock } = options;
  const rulesNow = () => options.feedRulesAt?.(clock.now());
  const report: Grant = `report:${source}`;
  const calls: FactsServiceServer = {
    declareComplete: unary(async (request, context) => {
      const now = clock.now();
      const through = request.completeThrough?.getTime() ?? Number.NaN;
      if (!(through >= EARLIEST && through <= now + DAY_MS)) {
        throw new CxError('TIME_OUT_OF_RANGE', 'complete_through lies before 2000 or more than a day ahead', {
          field: 'complete_through',
        });
      }
      const stands = await declareComplete(database, context.caller.name, through, now);
      options.onDeclared();
      return { completeThrough: new Date(stands) };
    }),

    declareDefaults: unary(async (request, context) => {
      const feed = context.caller.name;
      const declared = defaultsFrom(request);
      await declareDefaults(database, { feed, ...declared }, clock.now());
      const holding = withDocument(declared, rulesNow()?.permitted.get(feed));
      return { defaults: defaultsToProto({ feed, ...holding }) };
    }),

    listFeeds: unary(async () => {
      const [feeds, defaults] = await Promise.all([readFeeds(database), readDefaults(database)]);
      return feedsToProto(feeds, defaults, rulesNow());
    }),

    getReceipt: unary(async ({ receipt: text }) => {
      const receipt = decodeReceipt(text);
      if (receipt.source !== source) {
        throw new CxError('RECEIPT_INVALID', `this receipt is from ${receipt.source}`, { field: 'receipt' });
      }
      const { sealed, batches } = await options.findSealed(receipt);
      return { sealed, batches: [...batches] };
    }),

    listObservations: unary(async (request) => {
      const rules = await options.rules(database);
      const { question: asked, pageSize } = questionFrom(request, source, metrics, rules.definitions);
      const question = { ...asked, countedIn: rules.countedUnitOn(asked.lastDay, asked.unit) };
      return question.outcome === 'STANDS_STILL'
        ? listedStandingStill(options, question, { pageSize, pageToken: request.pageToken, position: rules.position })
        : listedEvidence(options, question, { pageSize, pageToken: request.pageToken });
    }),

    getIntakeStatus: unary(async () => {
      const counts = await readIntakeCounts(database, clock.now(), options.waitsForMilestone);
      const { upstream, transportFaults, documents, ...transport } = await options.transport();
      return {
        ...{ ...counts, ...transport, upstream: [...upstream], transportFaults: transportFaults.map(faultToProto) },
        documents: { ...documents, publishedAt: instantToProto(documents.publishedAt) },
      };
    }),
  };
  return servedService(FactsServiceService, calls, {
    declareComplete: [report],
    declareDefaults: [report],
    listFeeds: ['read', report],
    getReceipt: ['read', report],
    listObservations: ['read', report],
    getIntakeStatus: ['read', report],
  });
}

function instantToProto(instant: Instant | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant);
}
