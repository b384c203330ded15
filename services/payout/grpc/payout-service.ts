import {
  type AllocateRequest,
  type Allocation,
  type CorrectRequest,
  type PayoutServiceServer,
  PayoutServiceService,
} from '#libs/contracts/cx/payout/v1/payout.js';
import { CxError } from '#libs/domain/error.js';
import type { CallContext } from '#libs/grpc/call-context.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import { allocateRoster, type PayoutTerms, payoutFiles, rosterTerms } from '#libs/payout/close/allocate-roster.js';
import { correctionFiles, correctRoster } from '#libs/payout/close/correct-roster.js';
import { RefusedPayout } from '#libs/payout/refused-payout.js';
import type { Payee } from '#libs/payout/roster/roster.js';
import { type FileFault, readRoster } from '#libs/payout/roster/roster-file.js';
import { type GivenPayout, type Signing, signOnce, type ToSign } from '../allocate/sign-once.js';
import { newestOf, type Scoring, termsOf } from './ask-scoring.js';

export interface PayoutServiceOptions extends Signing {
  readonly metrics: Pick<Metrics, 'payoutAllocationsTotal'>;
  readonly scoring: Scoring;
}

const MOST_ROWS = 20_000;
/** A status carries no more on its way. */
const MOST_NAMED = 10;

/** PayoutService: shares out pools to rosters, and keeps nothing of a roster but its hash. */
export function payoutService(options: PayoutServiceOptions): ServedService {
  const { scoring, metrics } = options;
  const counted = async (answer: Promise<Allocation>): Promise<Allocation> => {
    try {
      return await answer;
    } catch (error) {
      const refused = error instanceof RefusedPayout ? refusal(error) : error;
      if (refused instanceof CxError) metrics.payoutAllocationsTotal.inc({ result: 'refused', reason: refused.reason });
      throw refused;
    }
  };
  const signed = async (
    toSign: ToSign,
    roster: readonly Payee[],
    names: { readonly amounts: string; readonly manifest: string },
    { audited }: CallContext,
  ): Promise<Allocation> => {
    const given = await signOnce(options, toSign);
    const { contentSha256, isRepeated } = given;
    metrics.payoutAllocationsTotal.inc({ result: resultOf(toSign, isRepeated), reason: '' });
    audited({ after: { pool: toSign.pool, payees: String(roster.length), contentSha256, isRepeated } });
    return toProto(given, names);
  };
  const allocated = async (request: AllocateRequest, context: CallContext): Promise<Allocation> => {
    const terms = await termsOf(request, request.simulate, scoring);
    const roster = rosterIn(request.roster, terms);
    const toSign = {
      ...ofTerms(terms, context),
      mark: request.simulate ? ('SIMULATION' as const) : ('PAYABLE' as const),
      snapshot: terms.frozen.snapshot.name,
      make: (replaces: string | undefined) => allocateRoster(roster, { ...terms, replaces }),
    };
    return signed(toSign, roster, payoutFiles(terms), context);
  };
  const corrected = async (request: CorrectRequest, context: CallContext): Promise<Allocation> => {
    const { replaces: asked, ...closed } = await termsOf(request, false, scoring);
    const roster = rosterIn(request.roster, closed);
    const restated = await newestOf(scoring, closed);
    const files = filesIn(request);
    const toSign = {
      ...ofTerms({ ...closed, replaces: asked }, context),
      mark: 'CORRECTION' as const,
      snapshot: restated.name,
      make: (replaces: string | undefined) => correctRoster(roster, { closed, restated, replaces }, files),
    };
    return signed(toSign, roster, correctionFiles({ closed, restated }), context);
  };
  const calls: PayoutServiceServer = {
    allocate: unary((request, context) => counted(allocated(request, context))),
    correct: unary((request, context) => counted(corrected(request, context))),
  };
  return servedService(PayoutServiceService, calls);
}

function ofTerms({ period, pool, replaces }: PayoutTerms, { caller }: CallContext) {
  return { period: period.name, pool: pool.name, replaces, madeBy: caller.name };
}

function toProto(given: GivenPayout, names: { readonly amounts: string; readonly manifest: string }): Allocation {
  return {
    ...{ amountsFile: names.amounts, amounts: Buffer.from(given.amounts) },
    ...{ manifestFile: names.manifest, manifest: given.manifest },
    ...{ contentSha256: Buffer.from(given.contentSha256, 'hex'), repeated: given.isRepeated },
  };
}

/** @throws {CxError} QUANTITY_INVALID */
function filesIn({ closedManifest, earlier, first, recovery, deMinimisMinor }: CorrectRequest) {
  if (deMinimisMinor < 0n)
    throw new CxError('QUANTITY_INVALID', 'a limit for small deltas is 0 or more', { field: 'de_minimis_minor' });
  return {
    ...{ closedManifest: textOf(closedManifest), isFirst: first, deMinimisMinor },
    earlier: new Map(earlier.map((file, place) => [`earlier[${place}]`, textOf(file)])),
    recovery: recovery.length === 0 ? undefined : { name: 'recovery', text: textOf(recovery) },
  };
}

/** @throws {CxError} ROSTER_TOO_LONG, ROSTER_INVALID: with places and reasons, and never with a value */
function rosterIn(bytes: Uint8Array, terms: PayoutTerms): readonly Payee[] {
  if (rowsIn(bytes) > MOST_ROWS + 1)
    throw new CxError('ROSTER_TOO_LONG', `a roster has at most ${MOST_ROWS} rows`, { field: 'roster' });
  const read = readRoster(textOf(bytes), rosterTerms(terms));
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

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

function resultOf({ mark }: ToSign, isRepeated: boolean) {
  if (isRepeated) return 'repeated';
  return mark === 'SIMULATION' ? 'simulated' : 'signed';
}

/** What each refusal of cx is about, which shares out rosters by the same code. */
const FIELDS = {
  PERIOD_NOT_CLOSED: 'period',
  PERIOD_NOT_FROZEN: 'period',
  PLAN_NOT_BOUND: 'period',
  PLAN_BOUND_AFTER_START: 'period',
  POOL_UNKNOWN: 'pool',
  NOTHING_POSTED: 'period',
  CLOSED_PAYOUT_DIFFERS: 'closed_manifest',
  EARLIER_MISSING: 'earlier',
  EARLIER_UNREADABLE: 'earlier',
  RECOVERY_UNREADABLE: 'recovery',
} as const;

function refusal({ reason, message }: RefusedPayout): CxError {
  if (reason in FIELDS) {
    const known = reason as keyof typeof FIELDS;
    return new CxError(known, message, { field: FIELDS[known] });
  }
  throw new Error(`${reason} is no refusal of the payout process`);
}
