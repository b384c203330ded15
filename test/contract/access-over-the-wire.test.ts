import type { JsonValue } from '@bufbuild/protobuf';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PRODUCT } from '#libs/custom/fixtures/product.js';
import { bound, type Caller, ROLES, type Role } from '#libs/domain/access.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { publishedRules } from '#libs/grpc/access/rules.js';
import { Database } from '#libs/postgres/database.js';
import { MIGRATIONS as PAYOUT_MIGRATIONS } from '#services/payout/migrations.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { migratedDatabase } from '#test/stack/database.js';
import { type Own, printedTable, promisedAnswer } from '#test/stack/promised-answer.js';
import type { Said } from './audit/bench.js';
import { serveOnRecord } from './audit/serve-on-record.js';
import { reasonsOf } from './reasons/ask.js';
import { payoutServices, stopPayouts } from './reasons/payout.js';
import type { Place } from './reasons/place.js';
import { feeds, SOURCE_SCHEMA, scoringServices, sourceServices } from './reasons/servers.js';
import { signerServices } from './reasons/signer.js';
import { SHARD, validRequest } from './reasons/valid.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

/** Longer than a denial takes: what is still open by then was permitted. */
const PERMITTED_AFTER_MS = 3_000;
const PLACES: readonly Place[] = ['scoring', 'signer', 'payout', ...BUILT_IN_SOURCES, 'custom'];
const printed = printedTable();

/** A caller with one role: for the department that it asks and for a feed, or for another department and no feed. */
interface Asking {
  readonly role: Role;
  readonly own: Own;
  readonly caller: Caller;
}

/** @param department  which the requests are about */
function askingAbout(department: string): readonly Asking[] {
  const other = department === 'support' ? 'survey' : 'support';
  return ROLES.words.flatMap((role) =>
    [true, false].map((isOwn): Asking => {
      const bindings = [bound(role, { departments: [isOwn ? department : other], feeds: isOwn ? ['shop'] : [] })];
      const name = `${role.toLowerCase()}-of-${isOwn ? department : other}-at-${department}`;
      const kind = /SERVICE|PAYOUT/.test(role) ? 'service' : isOwn && /FEED|AGENCY/.test(role) ? 'feed' : 'person';
      return { role, own: { department: isOwn, feed: isOwn }, caller: { name, kind, bindings } };
    }),
  );
}

let sources: Database;
const drops: (() => Promise<void>)[] = [];
/** A database of its own for each department: facts of one are no kinds of another. */
async function openSources(): Promise<void> {
  const fresh = await migratedDatabase('sources', [...SOURCE_SCHEMA, ...PAYOUT_MIGRATIONS]);
  const opened = new Database({ url: fresh.url, name: 'test' });
  drops.push(async () => {
    await opened.close();
    await fresh.drop();
  });
  sources = opened;
}
afterAll(async () => {
  await stopPayouts();
  for (const drop of drops.splice(0)) await drop();
});

async function servicesAt(place: Place) {
  if (place === 'signer') return signerServices();
  if (place === 'payout') return payoutServices(sources);
  return place === 'scoring' ? scoringServices(database, 1) : sourceServices(place, sources);
}

describe.each(PLACES)('%s, asked over a socket', (place) => {
  const isScoring = place === 'scoring';
  const server = isScoring || place !== 'custom' ? place : PRODUCT;
  const everyone = askingAbout(isScoring ? 'delivery' : server);
  const byName = new Map(everyone.map(({ caller }) => [caller.name, caller]));
  const store = () => (isScoring ? database : sources);
  beforeAll(openSources);

  // Between two summaries the log tells 500 counted denials apart, so a server is asked by one half of the callers.
  it.each([
    ['its own department', true],
    ['another department', false],
  ])('answers every role about %s as docs/access.md says, and has every denial on record', async (_, isOwn) => {
    const services = await servicesAt(place);
    const callers = () => namedCallers(byName);
    const asking = everyone.filter(({ own }) => own.department === isOwn);
    const running = await serveOnRecord({ database: store(), server, services, callers });
    const paths = [...publishedRules().keys()].filter((path) => isServed(path, services));
    const denied = new Map<string, number>();
    const exceptions: string[] = [];
    for (const path of [...paths, ...AUDIT_CALLS]) {
      const method = path.slice(1);
      const ask = async ({ role, own, caller }: Asking) => {
        const request = requestOf(method, server);
        const question = { port: running.port, method, request, deadlineMs: PERMITTED_AFTER_MS };
        const reasons = await reasonsOf({ ...question, caller: caller.name });
        const isDenied = reasons.some((reason) => /^CALLER_|UNAUTHENTICATED/.test(reason));
        const isRefused = promisedAnswer(printed, path, role, own) === 'refused';
        if (isDenied !== isRefused || (isDenied && reasons.join() !== 'CALLER_NOT_ALLOWED'))
          exceptions.push(`${caller.name} ${method}: ${reasons}`);
        if (isRefused) denied.set(`${caller.name} ${method}`, 1);
      };
      await Promise.all(asking.map(ask));
    }
    await running.close();

    expect(exceptions).toEqual([]);
    expect(denied.size).toBeGreaterThan(paths.length);
    expect(await onRecord(store(), new Map(asking.map(({ caller }) => [caller.name, caller])))).toEqual(denied);
    expect(countedIn((await running.metrics.exposition()).text)).toEqual(sumByMethod(denied));
    expect(running.logged.filter((line) => line.includes('a bug'))).toEqual([]);
  });
});

describe('what only the handler can deny', () => {
  beforeAll(openSources);
  afterEach(() => {
    feeds.rules = undefined;
  });

  it.each<[string, Place, Caller, string, JsonValue]>([
    [
      'observations, asked by another service than scoring',
      'delivery',
      { name: 'support', kind: 'service', bindings: [bound('SERVICE', { departments: ['support'] })] },
      'cx.batches.v1.BatchService/StreamBatches',
      validRequest('x/StreamBatches'),
    ],
    [
      'facts of a feed that the document feeds does not permit here',
      'delivery',
      { name: 'shop', kind: 'feed', bindings: [bound('FEED', { feeds: ['shop'] })] },
      'cx.delivery.v1.DeliveryService/RecordDeliveryFacts',
      validRequest('x/RecordDeliveryFacts'),
    ],
    [
      'the index of a unit of another department',
      'scoring',
      { name: 'lotte', kind: 'person', bindings: [bound('DEPARTMENT_READER', { departments: ['support'] })] },
      'cx.scoring.v1.ScoringService/GetIndex',
      { name: 'departments/delivery/units/area~sp/indexes/2018-03' },
    ],
  ])('%s, is denied and on record', async (_, place, caller, method, request) => {
    feeds.rules = { version: 1, permitted: new Map(), listed: new Set(['shop']) };
    const store = place === 'scoring' ? database : sources;
    const services = await servicesAt(place);
    const callers = () => namedCallers(new Map([[caller.name, caller]]));
    const running = await serveOnRecord({ database: store, server: place, services, callers });
    expect(await reasonsOf({ port: running.port, method, request, caller: caller.name })).toEqual([
      'CALLER_NOT_ALLOWED',
    ]);
    await running.close();
    expect(await onRecord(store, new Map([[caller.name, caller]]))).toEqual(new Map([[`${caller.name} ${method}`, 1]]));
  });
});

/** Of batches, departments read milestones of each other, and only scoring reads observations: below. */
function requestOf(method: string, department: string): JsonValue {
  if (method.endsWith('/StreamBatches')) return { ...SHARD, carries: 'CONTENT_MILESTONES', firstNumber: 1 };
  return validRequest(method, department === 'scoring' ? 'delivery' : department);
}

const AUDIT_CALLS = [...publishedRules().keys()].filter((path) => path.startsWith('/cx.audit.'));

function isServed(path: string, services: ReturnType<typeof sourceServices>): boolean {
  const served = services.flatMap(({ definition }) => Object.values(definition).map((method) => method.path));
  return served.includes(path) && !AUDIT_CALLS.includes(path);
}

/** How many denials the audit log holds of each caller and call, in lines of their own or in counts. */
async function onRecord(store: Database, callers: ReadonlyMap<string, Caller>): Promise<Map<string, number>> {
  const rows = await store.query<{ line: string }>('select line from audit');
  const denials = new Map<string, number>();
  for (const { line } of rows) {
    const { who, what, outcome, count = '1' } = JSON.parse(line) as Said;
    if (outcome?.reason !== 'CALLER_NOT_ALLOWED' || !callers.has(who.name)) continue;
    const key = `${who.name} ${what.call}`;
    denials.set(key, (denials.get(key) ?? 0) + Number(count));
  }
  return denials;
}

/** How many calls of each method were counted as denied. */
function countedIn(metrics: string): Map<string, number> {
  const series = /^grpc_server_handled_total\{service="([^"]+)",method="([^"]+)",code="PERMISSION_DENIED"\} (\d+)$/gm;
  return new Map(
    [...metrics.matchAll(series)].map(([, service, method, count]) => [`${service}/${method}`, Number(count)]),
  );
}

function sumByMethod(denied: ReadonlyMap<string, number>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [key, count] of denied) {
    const [, method = ''] = key.split(' ');
    sums.set(method, (sums.get(method) ?? 0) + count);
  }
  return sums;
}
