import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type RemoteSigner, remoteSigner } from '#libs/clients/remote-signer.js';
import {
  AllocateRequest,
  type Allocation,
  CorrectRequest,
  PayoutServiceClient,
} from '#libs/contracts/cx/payout/v1/payout.js';
import { bound, type Caller } from '#libs/domain/access.js';
import type { Audit } from '#libs/grpc/access/audit.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { Database } from '#libs/postgres/database.js';
import { keyAt, type SigningKey } from '#libs/signing/key-file.js';
import { makeKey } from '#libs/signing/make-keys.js';
import { type Scoring, scoringAt } from '#services/payout/grpc/ask-scoring.js';
import { payoutService } from '#services/payout/grpc/payout-service.js';
import { signerService } from '#services/signer/grpc/signer-service.js';
import { named, namedCallers } from '#test/doubles/named-callers.js';
import { client } from '#test/stack/client.js';
import { splitDatabase } from '#test/stack/database.js';
import { FOUR, julyIn, planned, scoringHas, scoringServices } from './closed-july.js';

const CALLERS = new Map<string, Caller>([
  ['payout', { name: 'payout', kind: 'service', bindings: [bound('PAYOUT')] }],
  ['scoring', { name: 'scoring', kind: 'service', bindings: [bound('SERVICE', { departments: 'all' })] }],
  ['hanna', { name: 'hanna', kind: 'person', bindings: [bound('HR_MAKER')] }],
  ['finn', { name: 'finn', kind: 'person', bindings: [bound('FINANCE_APPROVER')] }],
  ['hr-maker', { name: 'hr-maker', kind: 'person', bindings: [bound('HR_MAKER')] }],
  ['auditor', { name: 'auditor', kind: 'person', bindings: [bound('AUDITOR')] }],
]);
export const keys: SigningKey[] = [makeKey(0)];
const clock = { now: () => Date.parse('2018-12-18T12:00:00Z') };
/** What the audit logs hold. */
export const lines: { readonly call: string; readonly resources: readonly string[]; readonly after?: unknown }[] = [];
const audit: Audit = {
  began: async ({ method, resources }) => void lines.push({ call: `${method} began`, resources }),
  ended: async ({ method, resources }, { after }) => void lines.push({ call: `${method} ended`, resources, after }),
  denied: async ({ method, resources }) => void lines.push({ call: `${method} denied`, resources }),
};
const NOTHING = { inc: () => {} };
const onBug = (error: unknown) => {
  throw error;
};
const serve = (services: ReturnType<typeof scoringServices>, port = 0) =>
  startServer({ host: '127.0.0.1', port, services, ...namedCallers(CALLERS), audit, onBug });
const at = ({ port }: RunningServer) => `127.0.0.1:${port}`;

let split: Awaited<ReturnType<typeof splitDatabase>>;
/** As the role of the payout process. */
export let database: Database;
/** As a superuser. */
export let admin: Database;
let scoring: RunningServer;
let signing: RunningServer;
let server: RunningServer;
let signer: RemoteSigner;
let asked: Scoring;

const serveSigner = (port = 0) =>
  serve(
    [
      signerService({
        keys: { all: keys, at: (now) => keyAt(keys, now) },
        clock,
        metrics: { signaturesTotal: NOTHING as never },
      }),
    ],
    port,
  );

/**
 * The payout process over a database of its own, with a signer; each test begins without manifests.
 *
 * @param addressOfScoring  of a scoring that a test serves; by itself one that has July
 */
export function servePayouts(addressOfScoring?: () => string): void {
  beforeAll(async () => {
    split = await splitDatabase('payout');
    database = new Database({ url: split.serviceUrl, name: 'payout' });
    admin = new Database({ url: split.url, name: 'test' });
    scoring = await serve(scoringServices());
    signing = await serveSigner();
    signer = remoteSigner(at(signing), () => named('payout'));
    asked = scoringAt(addressOfScoring?.() ?? at(scoring), named('payout'));
    const { signManifest } = signer;
    server = await serve([
      payoutService({ database, signManifest, scoring: asked, metrics: { payoutAllocationsTotal: NOTHING as never } }),
    ]);
  });
  afterAll(async () => {
    signer.close();
    asked.close();
    for (const one of [server, signing, scoring]) await one.drain(500);
    await database.close();
    await admin.close();
    await split.drop();
  });
  beforeEach(async () => {
    Object.assign(scoringHas, { snapshot: julyIn('CLOSED'), plan: planned(false), restated: undefined });
    await admin.execute('alter table payout_manifest disable trigger user');
    await admin.execute('truncate payout_manifest');
    await admin.execute('alter table payout_manifest enable trigger user');
    lines.length = 0;
  });
}

/** Ends a server, and gives what starts it again on its port. */
export async function stopped(which: 'scoring' | 'signer'): Promise<() => Promise<void>> {
  const { port } = which === 'scoring' ? scoring : signing;
  await (which === 'scoring' ? scoring : signing).drain(100);
  return async () => {
    if (which === 'scoring') scoring = await serve(scoringServices(), port);
    else signing = await serveSigner(port);
  };
}

/** Where the payout process listens. */
export const payoutPort = () => server.port;

/** Where the signer answers. */
export const signerAddress = () => at(signing);

export async function allocate(change: Partial<AllocateRequest> = {}, who = 'hanna'): Promise<Allocation> {
  const payouts = client(PayoutServiceClient, at(server), who);
  const request = { period: 'periods/2018-07', roster: FOUR, ...change };
  return call(payouts, 'allocate', AllocateRequest.fromPartial(request), { deadlineMs: 30_000 }).finally(() =>
    payouts.close(),
  );
}

export const refused = async (made: Promise<unknown>) =>
  made.then(
    () => undefined,
    (error: unknown) => refusalOf(error),
  );
export const kept = () =>
  admin.query<{ mark: string; made_by: string }>('select mark, made_by from payout_manifest order by made_at');

export const publicKeys = () => keys.map(({ privateKey, ...key }) => key);
export const contentOf = (given: Allocation) => Buffer.from(given.contentSha256).toString('hex');

export async function correct(change: Partial<CorrectRequest> = {}): Promise<Allocation> {
  const payouts = client(PayoutServiceClient, at(server), 'hanna');
  const request = CorrectRequest.fromPartial({ period: 'periods/2018-07', roster: FOUR, ...change });
  return call(payouts, 'correct', request, { deadlineMs: 30_000 }).finally(() => payouts.close());
}
