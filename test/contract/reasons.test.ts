import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REASONS, type Reason } from '#libs/domain/error.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import type { RunningServer } from '#libs/grpc/server.js';
import { Database } from '#libs/postgres/database.js';
import { MIGRATIONS as PAYOUT_MIGRATIONS } from '#services/payout/migrations.js';
import { migratedDatabase } from '#test/stack/database.js';
import { reasonsOf } from './reasons/ask.js';
import { BY_BOUNDS, beyond } from './reasons/by-bounds.js';
import { callsIn, type DocumentedCall } from './reasons/documented.js';
import { EVERY_CALL, notOnRecord, shutDown, tooLate } from './reasons/every-call.js';
import { PAYOUTS, payoutServices, stopPayouts } from './reasons/payout.js';
import { type Place, placeOf } from './reasons/place.js';
import type { Provocation, Store } from './reasons/provocation.js';
import { ADJUSTMENTS } from './reasons/provoke-adjustments.js';
import { AUDIT } from './reasons/provoke-audit.js';
import { BONUS } from './reasons/provoke-bonus.js';
import { CONTESTS } from './reasons/provoke-contests.js';
import { DOCUMENTS } from './reasons/provoke-documents.js';
import { EXPORTS } from './reasons/provoke-exports.js';
import { PERIODS } from './reasons/provoke-periods.js';
import { recordProvocations } from './reasons/provoke-record.js';
import { SCORING } from './reasons/provoke-scoring.js';
import {
  BATCH_SHA256,
  ERASED_ID,
  fillDisk,
  SOURCE,
  storeErasedCases,
  storeOneBatch,
  storeWaitingCase,
} from './reasons/provoke-sources.js';
import { WEBHOOKS } from './reasons/provoke-webhooks.js';
import { bugs, refsOfId, SOURCE_SCHEMA, scoringServices, sourceServices, start } from './reasons/servers.js';
import { SIGNING, signerServices } from './reasons/signer.js';
import { CALLS, SHARD, validRequest } from './reasons/valid.js';
import { database, databaseUrl, setScoringUp } from './scoring-bench.js';

setScoringUp();

const servers = new Map<string, RunningServer>();
const databases: Database[] = [];
const drops: (() => Promise<void>)[] = [];
let sources: Database;
let full: Database;

beforeAll(async () => {
  for (const prefix of ['sources', 'full']) {
    const fresh = await migratedDatabase(prefix, [...SOURCE_SCHEMA, ...PAYOUT_MIGRATIONS]);
    const source = opened(fresh.url);
    drops.push(fresh.drop);
    await storeOneBatch(source);
    await storeWaitingCase(source);
    await storeErasedCases(source, refsOfId(ERASED_ID));
    if (prefix === 'sources') sources = source;
    else full = source;
  }
  await fillDisk(full, ['fact', 'feed', 'feed_default', 'acknowledged', 'erased_case', 'payout_manifest']);
});
afterAll(async () => {
  await Promise.all([...servers.values()].map((server) => server.drain(500)));
  await stopPayouts();
  for (const one of databases) await one.close();
  for (const drop of drops) await drop();
});

function opened(url: string): Database {
  const one = new Database({ url, name: 'test' });
  databases.push(one);
  return one;
}

/** Each kind of reason that does not belong to one call only, and its provocation where the call has none of its own. */
function provocationOf(method: string, reason: Reason): Provocation | undefined {
  const own = ownProvocations(method)[reason];
  if (own !== undefined) return own;
  if (reason === 'STORE_UNAVAILABLE') return { store: 'unreachable' };
  if (reason === 'STORE_MISCONFIGURED') return { store: 'misconfigured' };
  if (reason !== 'STORE_FULL') return undefined;
  const isAcknowledgement = method.endsWith('/AcknowledgeBatches');
  const whole = { ...SHARD, throughNumber: 5, throughSha256: BATCH_SHA256.toString('base64') };
  return { store: 'full', requests: [isAcknowledgement ? whole : validRequest(method)] };
}

function ownProvocations(method: string): Partial<Record<Reason, Provocation>> {
  const [, call = ''] = method.split('/');
  return (
    SCORING[call] ??
    BONUS[call] ??
    DOCUMENTS[call] ??
    CONTESTS[call] ??
    PERIODS[call] ??
    ADJUSTMENTS[call] ??
    EXPORTS[call] ??
    AUDIT[call] ??
    SIGNING[call] ??
    PAYOUTS[call] ??
    WEBHOOKS[call] ??
    SOURCE[call] ??
    (/Facts$/.test(call) ? recordProvocations(method) : {})
  );
}

async function servicesOf(place: Place, store: Store): Promise<ServedService[]> {
  if (place === 'signer') return signerServices();
  if (place === 'payout') return payoutServices(storeOf(place, store));
  const { port } = place === 'scoring' && store === 'live' ? await serverOf('delivery', 'live') : { port: 1 };
  const db = storeOf(place, store);
  return place === 'scoring' ? scoringServices(db, port) : sourceServices(place, db);
}

function storeOf(place: Place, store: Store): Database {
  if (store === 'live') return place === 'scoring' ? database : sources;
  if (store === 'full') return full;
  const url = new URL(databaseUrl);
  if (store === 'unreachable') url.port = '1';
  else url.pathname = '/no_such_database';
  return opened(url.href);
}

async function serverOf(place: Place, store: Store): Promise<RunningServer> {
  const known = servers.get(`${place} ${store}`);
  if (known !== undefined) return known;
  const server = await start(await servicesOf(place, store));
  servers.set(`${place} ${store}`, server);
  return server;
}

async function provoke(method: string, reason: Reason): Promise<string[]> {
  const place = placeOf(method);
  const { port } = await serverOf(place, 'live');
  if (reason in EVERY_CALL) return EVERY_CALL[reason as keyof typeof EVERY_CALL](method, port);
  if (reason in BY_BOUNDS)
    return beyond(method, await servicesOf(place, 'live'), BY_BOUNDS[reason as keyof typeof BY_BOUNDS]);
  if (reason === 'DEADLINE_TOO_SHORT') return tooLate(method, await servicesOf(place, 'live'));
  if (reason === 'AUDIT_UNAVAILABLE') return notOnRecord(method, await servicesOf(place, 'live'));
  if (reason === 'SHUTTING_DOWN') return shutDown(method, await servicesOf(place, 'live'), storeOf(place, 'live'));

  const provocation = provocationOf(method, reason);
  if (provocation === undefined) throw new Error(`the contract of ${method} names ${reason}; nothing here provokes it`);
  const { requests = [validRequest(method)], store = 'live', deadlineMs, caller = 'all', before } = provocation;
  const server = await serverOf(place, store);
  const after = await before?.();
  try {
    const reasons: string[] = [];
    const limit = deadlineMs === undefined ? {} : { deadlineMs };
    for (const request of requests)
      reasons.push(...(await reasonsOf({ port: server.port, method, request, caller, ...limit })));
    return reasons;
  } finally {
    await after?.();
  }
}

const rows = CALLS.flatMap(({ method, reasons }) => [...reasons].map((reason) => [method, reason] as const));

describe('every reason that a contract names can be provoked:', () => {
  it.each(rows)('%s answers %s', async (method, reason) => {
    expect(await provoke(method, reason)).toContain(reason);
    expect(bugs.splice(0)).toEqual([]);
  });
});

describe('the contracts', () => {
  const named = (calls: readonly DocumentedCall[]) => new Set(calls.flatMap(({ reasons }) => [...reasons]));

  it('name every reason that is provoked here', () => {
    const undocumented = CALLS.flatMap(({ method, reasons }) =>
      Object.keys(ownProvocations(method))
        .filter((reason) => !reasons.has(reason as Reason))
        .map((reason) => `${method} ${reason}`),
    );
    expect(undocumented).toEqual([]);
  });

  it('name a reason under the status of the list', () => {
    expect(CALLS.flatMap(({ method, wrongStatus }) => wrongStatus.map((wrong) => `${method}: ${wrong}`))).toEqual([]);
  });

  it('name every reason of the list', () => {
    const missing = (Object.keys(REASONS) as Reason[]).filter((reason) => !named(CALLS).has(reason));
    expect(missing).toEqual([]);
  });

  it('are read call by call, with what all calls of a service share', () => {
    const [get, list] = callsIn(`package cx.x.v1;
// A service.
//
// Errors of every call: UNAUTHENTICATED with CALLER_UNKNOWN.
// Errors of every call that can answer STORE_UNAVAILABLE: FAILED_PRECONDITION with STORE_MISCONFIGURED.
service S {
  // Get.
  //
  // Errors: INVALID_ARGUMENT with NAME_INVALID; UNAVAILABLE with
  // STORE_UNAVAILABLE.
  rpc Get(A) returns (B);
  // List names NOT_FOUND in passing. Errors: as Get; NOT_FOUND with PAGE_INVALID.
  rpc List(A) returns (B);
}
`);
    expect([...(get?.reasons ?? [])].toSorted()).toEqual([
      'CALLER_UNKNOWN',
      'NAME_INVALID',
      'STORE_MISCONFIGURED',
      'STORE_UNAVAILABLE',
    ]);
    expect(list?.reasons.has('NAME_INVALID')).toBe(true);
    expect(list?.wrongStatus).toEqual(['NOT_FOUND with PAGE_INVALID']);
  });
});
