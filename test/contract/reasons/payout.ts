import { type ReadPlan, readPlan } from '#libs/documents/pay-plan/read-plan.js';
import { CxError, type Reason } from '#libs/domain/error.js';
import { type Period, parsePeriod } from '#libs/domain/period.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { startServer } from '#libs/grpc/server.js';
import { allocateRoster, rosterTerms } from '#libs/payout/close/allocate-roster.js';
import { figuresOfLine } from '#libs/payout/close/frozen-version.js';
import { readRoster } from '#libs/payout/roster/roster-file.js';
import type { Database } from '#libs/postgres/database.js';
import { keyIdOf } from '#libs/signing/public-keys.js';
import { scoringAt } from '#services/payout/grpc/ask-scoring.js';
import { payoutService } from '#services/payout/grpc/payout-service.js';
import { named, namedCallers } from '#test/doubles/named-callers.js';
import { FOUR, julyIn, planned, restatedJuly, rosterOf, scoringHas, scoringServices } from '../payouts/closed-july.js';
import type { Provocation } from './provocation.js';

const PAYOUT = namedCallers({
  get: () => ({ name: 'payout', kind: 'service', bindings: [{ role: 'PAYOUT', departments: [], feeds: [] }] }),
});
const signer = { isAway: false };
const started: { stop(): Promise<void> }[] = [];

/** The services of the payout process over any database, with a scoring of its own behind it. */
export async function payoutServices(database: Database): Promise<ServedService[]> {
  const onBug = () => undefined;
  const server = await startServer({ host: '127.0.0.1', port: 0, services: scoringServices(), ...PAYOUT, onBug });
  const scoring = scoringAt(`127.0.0.1:${server.port}`, named('payout'));
  started.push({
    stop: async () => {
      scoring.close();
      await server.drain(100);
    },
  });
  const publicKey = '0'.repeat(64);
  const key = { keyId: keyIdOf(publicKey), publicKey, from: 0, until: undefined };
  const signManifest = async (_: string, sha256: string) => {
    if (signer.isAway) throw new CxError('SIGNER_UNAVAILABLE', 'the signer did not sign');
    return {
      keyId: key.keyId,
      purpose: 'PAYOUT_MANIFEST' as const,
      sha256,
      signedAt: 1,
      signature: '0'.repeat(128),
      key,
    };
  };
  const metrics = { payoutAllocationsTotal: { inc: () => undefined } } as never;
  return [payoutService({ database, signManifest, scoring, metrics })];
}

/** Ends what `payoutServices` started. */
export async function stopPayouts(): Promise<void> {
  await Promise.all(started.splice(0).map((one) => one.stop()));
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
export const ALLOCATE = { period: 'periods/2018-07', roster: base64(FOUR) } as const;
const SIMULATED = { ...ALLOCATE, simulate: true, roster: base64(rosterOf('w-1,1.00,warehouse')) };
const OTHER = { ...ALLOCATE, roster: base64(rosterOf('w-1,2.00,warehouse')) };
const LONG = base64(Buffer.from('\n'.repeat(20_002)));

/** A correction of what was closed; its manifest is none, so it is refused after everything else was looked at. */
export const CORRECT = { ...ALLOCATE, closedManifest: base64(Buffer.from('{}')) } as const;
const posted = { restated: restatedJuly() };

const having = (has: Partial<typeof scoringHas>) => async () => {
  const before = { ...scoringHas };
  Object.assign(scoringHas, has);
  return async () => void Object.assign(scoringHas, before);
};

/** The signer is away until the call has ended. */
async function withoutSigner() {
  signer.isAway = true;
  return async () => {
    signer.isAway = false;
  };
}

/** The manifest that the close of the worked example had, as the payout process makes it again. */
function closedManifest(): string {
  const period = parsePeriod('2018-07') as Period;
  const snapshot = julyIn('CLOSED');
  const plan = readPlan(planned(false).text) as ReadPlan;
  const [pool] = plan.plan.pools;
  if (pool === undefined) throw new Error('the plan has a pool');
  const terms = {
    ...{ period, pool, isSimulation: false },
    frozen: { snapshot, figures: new Map([[period.name, snapshot.inputs.map(figuresOfLine)]]) },
    plan: { ...plan, name: planned(false).name, boundAfterStart: false },
  };
  const read = readRoster(FOUR.toString(), rosterTerms(terms));
  if (read.kind !== 'roster') throw new Error('the roster of the example is in order');
  return base64(Buffer.from(JSON.stringify(allocateRoster(read.payees, terms).manifest)));
}

const OTHER_CORRECTION = { deMinimisMinor: '100000000' };
const corrections = () => {
  const closed = { ...ALLOCATE, closedManifest: closedManifest() };
  return [closed, { ...closed, ...OTHER_CORRECTION }];
};

export const PAYOUTS: Readonly<Record<string, Partial<Record<Reason, Provocation>>>> = {
  Allocate: {
    NAME_INVALID: { requests: [{ ...ALLOCATE, period: '2018-07' }] },
    PERIOD_INVALID: { requests: [{ ...ALLOCATE, period: 'periods/2018-13' }] },
    POOL_UNKNOWN: { requests: [{ ...ALLOCATE, pool: 'de-eur' }] },
    HASH_INVALID: { requests: [{ ...ALLOCATE, replacesSha256: 'AAAA' }] },
    ROSTER_TOO_LONG: { requests: [{ ...ALLOCATE, roster: LONG }] },
    ROSTER_INVALID: { requests: [{ ...ALLOCATE, roster: base64(Buffer.from('payee\n')) }] },
    PERIOD_NOT_FROZEN: { before: having({ snapshot: undefined }) },
    PERIOD_NOT_CLOSED: { before: having({ snapshot: julyIn('APPROVED') }) },
    PLAN_NOT_BOUND: { before: having({ plan: undefined }) },
    PLAN_BOUND_AFTER_START: { before: having({ plan: planned(true) }) },
    PAYOUT_STANDS: { requests: [ALLOCATE, OTHER] },
    SCORING_UNAVAILABLE: { before: having({ isAway: true }) },
    SIGNER_UNAVAILABLE: { requests: [SIMULATED], before: withoutSigner },
  },

  Correct: {
    NAME_INVALID: { requests: [{ ...CORRECT, period: '2018-07' }] },
    PERIOD_INVALID: { requests: [{ ...CORRECT, period: 'periods/2018-13' }] },
    POOL_UNKNOWN: { requests: [{ ...CORRECT, pool: 'de-eur' }] },
    HASH_INVALID: { requests: [{ ...CORRECT, replacesSha256: 'AAAA' }] },
    ROSTER_TOO_LONG: { requests: [{ ...CORRECT, roster: LONG }] },
    ROSTER_INVALID: { requests: [{ ...CORRECT, roster: base64(Buffer.from('payee\n')) }] },
    PERIOD_NOT_FROZEN: { before: having({ snapshot: undefined }) },
    PERIOD_NOT_CLOSED: { before: having({ snapshot: julyIn('APPROVED') }) },
    PLAN_NOT_BOUND: { before: having({ plan: undefined }) },
    PLAN_BOUND_AFTER_START: { before: having({ plan: planned(true) }) },
    SCORING_UNAVAILABLE: { before: having({ isAway: true }) },
    NOTHING_POSTED: {},
    CLOSED_PAYOUT_DIFFERS: { before: having(posted) },
    EARLIER_MISSING: { before: having({ restated: restatedJuly(5, 4) }) },
    EARLIER_UNREADABLE: {
      requests: [{ ...CORRECT, earlier: [base64(Buffer.from('payee\n'))] }],
      before: having(posted),
    },
    RECOVERY_UNREADABLE: {
      requests: [{ ...CORRECT, recovery: base64(Buffer.from('payee\nx\n')) }],
      before: having(posted),
    },
    QUANTITY_INVALID: { requests: [{ ...CORRECT, deMinimisMinor: '-1' }] },
    PAYOUT_STANDS: { requests: corrections(), before: having(posted) },
    SIGNER_UNAVAILABLE: {
      requests: corrections().slice(0, 1),
      before: async () => {
        const afterAll = await Promise.all([withoutSigner(), having({ restated: restatedJuly(6, 3) })()]);
        return async () => void (await Promise.all(afterAll.map((after) => after())));
      },
    },
    STORE_FULL: { store: 'full', requests: corrections().slice(0, 1), before: having(posted) },
  },
};
