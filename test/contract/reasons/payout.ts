import { CxError, type Reason } from '#libs/domain/error.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { startServer } from '#libs/grpc/server.js';
import type { Database } from '#libs/postgres/database.js';
import { keyIdOf } from '#libs/signing/public-keys.js';
import { payoutService, scoringAt } from '#services/payout/grpc/payout-service.js';
import { named, namedCallers } from '#test/doubles/named-callers.js';
import { FOUR, julyIn, planned, rosterOf, scoringHas, scoringServices } from '../payouts/closed-july.js';
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

const having = (has: Partial<typeof scoringHas>) => async () => {
  const before = { ...scoringHas };
  Object.assign(scoringHas, has);
  return async () => void Object.assign(scoringHas, before);
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
    SIGNER_UNAVAILABLE: {
      requests: [SIMULATED],
      before: async () => {
        signer.isAway = true;
        return async () => {
          signer.isAway = false;
        };
      },
    },
  },
};
