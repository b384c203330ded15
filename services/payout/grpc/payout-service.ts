import { boundPlan } from '#libs/clients/bound-plan.js';
import { frozenFigures } from '#libs/clients/frozen-figures.js';
import { BonusInputServiceClient } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import {
  type AllocateRequest,
  type Allocation,
  type PayoutServiceServer,
  PayoutServiceService,
} from '#libs/contracts/cx/payout/v1/payout.js';
import { CxError } from '#libs/domain/error.js';
import { type Period, parsePeriod } from '#libs/domain/period.js';
import type { CallContext } from '#libs/grpc/call-context.js';
import { client, refusalOf } from '#libs/grpc/client.js';
import type { Connection } from '#libs/grpc/connection.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import {
  notPayable,
  type PayoutTerms,
  payoutFiles,
  poolNamed,
  rosterTerms,
} from '#libs/payout/close/allocate-roster.js';
import { RefusedPayout } from '#libs/payout/close/refused-payout.js';
import type { Payee } from '#libs/payout/roster/roster.js';
import { type FileFault, readRoster } from '#libs/payout/roster/roster-file.js';
import { type Allocating, allocateOnce } from '../allocate/allocate-once.js';

export interface PayoutServiceOptions extends Allocating {
  readonly metrics: Pick<Metrics, 'payoutAllocationsTotal'>;
  readonly scoring: Scoring;
}

/** What the payout process asks of scoring. */
export interface Scoring {
  readonly inputs: BonusInputServiceClient;
  readonly documents: DocumentServiceClient;
  close(): void;
}

/** @param address  of scoring, host:port */
export function scoringAt(address: string, connection: Connection): Scoring {
  const inputs = client(BonusInputServiceClient, address, connection);
  const documents = client(DocumentServiceClient, address, connection);
  const close = () => {
    inputs.close();
    documents.close();
  };
  return { inputs, documents, close };
}

const HASH_BYTES = 32;
const MOST_ROWS = 20_000;
/** A status carries no more on its way. */
const MOST_NAMED = 10;

/** PayoutService: shares out pools to rosters, and keeps nothing of a roster but its hash. */
export function payoutService(options: PayoutServiceOptions): ServedService {
  const { scoring, metrics } = options;
  const allocated = async (request: AllocateRequest, { caller, audited }: CallContext): Promise<Allocation> => {
    const terms = await termsOf(request, scoring);
    const roster = rosterIn(request.roster, terms);
    const given = await allocateOnce(options, { roster, terms, madeBy: caller.name });
    const { contentSha256, isRepeated } = given;
    metrics.payoutAllocationsTotal.inc({ result: resultOf(terms, isRepeated), reason: '' });
    audited({ after: { pool: terms.pool.name, payees: String(roster.length), contentSha256, isRepeated } });
    const names = payoutFiles(terms);
    return {
      ...{ amountsFile: names.amounts, amounts: Buffer.from(given.amounts) },
      ...{ manifestFile: names.manifest, manifest: given.manifest },
      ...{ contentSha256: Buffer.from(contentSha256, 'hex'), repeated: isRepeated },
    };
  };
  const calls: PayoutServiceServer = {
    allocate: unary((request, context) =>
      allocated(request, context).catch((error: unknown) => {
        const refused = error instanceof RefusedPayout ? refusal(error) : error;
        if (refused instanceof CxError)
          metrics.payoutAllocationsTotal.inc({ result: 'refused', reason: refused.reason });
        throw refused;
      }),
    ),
  };
  return servedService(PayoutServiceService, calls);
}

async function termsOf(request: AllocateRequest, { inputs, documents }: Scoring): Promise<PayoutTerms> {
  const { pool, simulate: isSimulation } = request;
  const period = periodIn(request.period);
  const hash = request.replacesSha256;
  if (hash.length !== 0 && hash.length !== HASH_BYTES)
    throw new CxError('HASH_INVALID', `a hash has ${HASH_BYTES} bytes`, { field: 'replaces_sha256' });
  const [frozen, plan] = await Promise.all([
    frozenFigures(inputs, period),
    boundPlan(documents, period.firstDay),
  ]).catch((error: unknown) => {
    throw new CxError('SCORING_UNAVAILABLE', `scoring does not answer: ${wordsOf(error)}`, { cause: error });
  });
  if (frozen === undefined) throw new RefusedPayout('PERIOD_NOT_FROZEN');
  if (plan === undefined) throw new RefusedPayout('PLAN_NOT_BOUND');
  const replaces = hash.length === 0 ? undefined : Buffer.from(hash).toString('hex');
  const terms = { period, frozen, plan, pool: poolNamed(plan, pool), isSimulation, replaces };
  notPayable(terms);
  return terms;
}

/** @throws {CxError} NAME_INVALID, PERIOD_INVALID */
function periodIn(name: string): Period {
  const text = /^periods\/([^/]+)$/.exec(name)?.[1];
  if (text === undefined) throw new CxError('NAME_INVALID', 'period is written periods/2018-08', { field: 'period' });
  const period = parsePeriod(text);
  if (period === undefined) throw new CxError('PERIOD_INVALID', `${text} is no period`, { field: 'period' });
  return period;
}

/** @throws {CxError} ROSTER_TOO_LONG, ROSTER_INVALID: with places and reasons, and never with a value */
function rosterIn(bytes: Uint8Array, terms: PayoutTerms): readonly Payee[] {
  const text = Buffer.from(bytes).toString('utf8');
  if (rowsIn(bytes) > MOST_ROWS + 1)
    throw new CxError('ROSTER_TOO_LONG', `a roster has at most ${MOST_ROWS} rows`, { field: 'roster' });
  const read = readRoster(text, rosterTerms(terms));
  if (read.kind === 'roster') return read.payees;
  const [first] = read.faults;
  const facts = { faults: String(read.faults.length), line: String(first?.line), column: first?.column ?? '' };
  throw new CxError('ROSTER_INVALID', `${read.faults.length} faults; the first: ${first && placeOf(first)}`, {
    ...{ field: 'roster', facts },
    violations: read.faults.slice(0, MOST_NAMED).map((fault) => ({
      ...{ reason: 'ROSTER_INVALID' as const, subject: `line ${fault.line} ${fault.column}` },
      description: `${fault.reason}: ${fault.problem}`,
    })),
  });
}

function rowsIn(bytes: Uint8Array): number {
  const LINE_FEED = 10;
  return bytes.reduce((rows, byte) => (byte === LINE_FEED ? rows + 1 : rows), 0);
}

function placeOf({ line, column, reason }: FileFault): string {
  return `line ${line} ${column} ${reason}`;
}

function resultOf({ isSimulation }: PayoutTerms, isRepeated: boolean) {
  if (isRepeated) return 'repeated';
  return isSimulation ? 'simulated' : 'signed';
}

/** The same reasons as those of cx, which shares out rosters by the same code. */
function refusal({ reason, message }: RefusedPayout): CxError {
  switch (reason) {
    case 'PERIOD_NOT_CLOSED':
    case 'PERIOD_NOT_FROZEN':
    case 'PLAN_NOT_BOUND':
    case 'PLAN_BOUND_AFTER_START':
      return new CxError(reason, message, { field: 'period' });
    case 'POOL_UNKNOWN':
      return new CxError(reason, message, { field: 'pool' });
    default:
      throw new Error(`${reason} is no refusal of an allocation`);
  }
}

function wordsOf(error: unknown): string {
  return refusalOf(error)?.reason ?? (error instanceof Error ? error.message : String(error));
}
