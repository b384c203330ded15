import { boundPlan } from '#libs/clients/bound-plan.js';
import { frozenFigures, newestVersion } from '#libs/clients/frozen-figures.js';
import { BonusInputServiceClient } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import { CxError } from '#libs/domain/error.js';
import { type Period, parsePeriod } from '#libs/domain/period.js';
import { client, refusalOf } from '#libs/grpc/client.js';
import type { Connection } from '#libs/grpc/connection.js';
import { notPayable, type PayoutTerms, poolNamed } from '#libs/payout/close/allocate-roster.js';
import type { FrozenVersion } from '#libs/payout/close/frozen-version.js';
import { RefusedPayout } from '#libs/payout/refused-payout.js';

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

/** What every request of the payout process names. */
interface Asked {
  readonly period: string;
  readonly pool: string;
  readonly replacesSha256: Uint8Array;
}

const HASH_BYTES = 32;

/**
 * The result and the plan by which is paid.
 *
 * @throws {CxError} NAME_INVALID, PERIOD_INVALID, HASH_INVALID, SCORING_UNAVAILABLE
 * @throws {RefusedPayout} PERIOD_NOT_FROZEN, PERIOD_NOT_CLOSED, PLAN_NOT_BOUND, PLAN_BOUND_AFTER_START, POOL_UNKNOWN
 */
export async function termsOf(asked: Asked, isSimulation: boolean, scoring: Scoring): Promise<PayoutTerms> {
  const period = periodIn(asked.period);
  const replaces = hashIn(asked.replacesSha256);
  const { inputs, documents } = scoring;
  const both = Promise.all([frozenFigures(inputs, period), boundPlan(documents, period.firstDay)]);
  const [frozen, plan] = await answered(both);
  if (frozen === undefined) throw new RefusedPayout('PERIOD_NOT_FROZEN');
  if (plan === undefined) throw new RefusedPayout('PLAN_NOT_BOUND');
  const terms = { period, frozen, plan, pool: poolNamed(plan, asked.pool), isSimulation, replaces };
  notPayable(terms);
  return terms;
}

/** Also a restated one. @throws {CxError} SCORING_UNAVAILABLE */
export async function newestOf({ inputs }: Scoring, { frozen, period }: PayoutTerms): Promise<FrozenVersion> {
  return (await answered(newestVersion(inputs, period.name))) ?? frozen.snapshot;
}

async function answered<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw new CxError('SCORING_UNAVAILABLE', `scoring does not answer: ${wordsOf(error)}`, { cause: error });
  }
}

/** @throws {CxError} NAME_INVALID, PERIOD_INVALID */
function periodIn(name: string): Period {
  const text = /^periods\/([^/]+)$/.exec(name)?.[1];
  if (text === undefined) throw new CxError('NAME_INVALID', 'period is written periods/2018-08', { field: 'period' });
  const period = parsePeriod(text);
  if (period === undefined) throw new CxError('PERIOD_INVALID', `${text} is no period`, { field: 'period' });
  return period;
}

/** @throws {CxError} HASH_INVALID */
function hashIn(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes.length === HASH_BYTES) return Buffer.from(bytes).toString('hex');
  throw new CxError('HASH_INVALID', `a hash has ${HASH_BYTES} bytes`, { field: 'replaces_sha256' });
}

function wordsOf(error: unknown): string {
  return refusalOf(error)?.reason ?? (error instanceof Error ? error.message : String(error));
}
