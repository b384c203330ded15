import { randomUUID } from 'node:crypto';
import type { Client } from '@grpc/grpc-js';
import { afterAll, beforeAll } from 'vitest';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { BonusInputServiceClient, CreateSnapshotRequest, type Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import {
  ApprovalRole,
  ApprovePeriodRequest,
  ClosePeriodRequest,
  type PeriodLife,
  PeriodServiceClient,
} from '#libs/contracts/cx/bonus/v1/period.js';
import { bound, type Caller } from '#libs/domain/access.js';
import { BUILT_IN_SOURCES, type Source } from '#libs/domain/observation.js';
import { parsePeriod } from '#libs/domain/period.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import type { AnswerBrought } from '#libs/grpc/in-process-call.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { FIRST, REVIEWED } from '#services/scoring/fixtures/real-orders.js';
import { bonusService } from '#services/scoring/grpc/bonus/bonus-service.js';
import { periodService } from '#services/scoring/grpc/periods/period-service.js';
import type { Seal } from '#services/scoring/periods/life/close-period.js';
import type { Rulesets } from '#services/scoring/rulesets/rulesets.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { client } from '#test/stack/client.js';
import { type Counted, emptyCounts, scoringDoor, sealed, served } from '../scoring-bench.js';

const person = (name: string, ...bindings: Caller['bindings']): [string, Caller] => [
  name,
  { name, kind: 'person', bindings },
];
const member = (department: string) => bound('DEPARTMENT_READER', { departments: [department] });

/** Makers, one of them of support, approvers of both roles, one of them of delivery, one of every department, and one who is everything. */
export const PEOPLE = new Map<string, Caller>([
  person('mia', bound('HR_MAKER')),
  person('max', bound('HR_MAKER')),
  person('sara', bound('HR_MAKER'), member('support')),
  person('hanna', bound('HR_APPROVER')),
  person('hugo', bound('HR_APPROVER')),
  person('finn', bound('FINANCE_APPROVER')),
  person('fay', bound('FINANCE_APPROVER')),
  person('dora', bound('FINANCE_APPROVER'), member('delivery')),
  person('all-departments', bound('HR_APPROVER'), bound('DEPARTMENT_READER', { departments: 'all' })),
  person('everything', bound('HR_MAKER'), bound('HR_APPROVER'), bound('FINANCE_APPROVER')),
]);

/** All feeds have reported by then, and the months of the rulesets are over. */
const COMPLETE = Date.parse('2018-12-01T00:00:00Z');
/** A Monday in December: the first review ends with Monday, two weeks later. */
export const BEGIN = Date.parse('2018-12-03T12:00:00Z');
export const AFTER_REVIEW = Date.parse('2018-12-18T12:00:00Z');
const { APPROVAL_ROLE_HR, APPROVAL_ROLE_FINANCE } = ApprovalRole;

/** The clock of the service. */
export const clock = { at: BEGIN, now: () => clock.at };
/** Called with each closed version. */
export const sealing: { seal: Seal } = { seal: async () => {} };

let server: RunningServer;
const clients: { close(): void }[] = [];
const periodClients = new Map<string, PeriodServiceClient>();
const bonusClients = new Map<string, BonusInputServiceClient>();

/** PeriodService and BonusInputService by these rulesets, without records. */
export async function withoutRecords(rulesets: Rulesets = REVIEWED): Promise<readonly ServedService[]> {
  const departments = () => BUILT_IN_SOURCES;
  const metrics = { snapshotsTotal: { inc: () => {} } as never };
  return [
    periodService({ database: served, rulesets, clock, departments, seal: (...closed) => sealing.seal(...closed) }),
    bonusService({ database: served, rulesets, clock, engine: 'test', metrics }),
  ];
}

/**
 * The services that close a month, over the database of the bench. Call it once in a test file, after `setScoringUpAsServed`.
 *
 * @param open  called once the database is there
 */
export function serveClosing(open: () => Promise<readonly ServedService[]> = () => withoutRecords()): void {
  beforeAll(async () => {
    const onBug = (error: unknown) => {
      throw error;
    };
    const services = await open();
    server = await startServer({ host: '127.0.0.1', port: 0, services, ...namedCallers(PEOPLE), onBug });
  });
  afterAll(async () => {
    for (const one of clients.splice(0)) one.close();
    periodClients.clear();
    bonusClients.clear();
    await server.drain(500);
  });
}

export function periodsAs(name: string): PeriodServiceClient {
  const found = periodClients.get(name) ?? client(PeriodServiceClient, `127.0.0.1:${server.port}`, name);
  if (!periodClients.has(name)) clients.push(found);
  periodClients.set(name, found);
  return found;
}

/** Where the services answer. */
export const closingPort = () => server.port;
export const closingAddress = () => `127.0.0.1:${closingPort()}`;

type ClientOf<C extends Client> = Parameters<typeof client<C>>[0];

/** A client of one of the services that are served beside the two. */
export function otherAs<C extends Client>(type: ClientOf<C>, name: string): C {
  const made = client(type, `127.0.0.1:${server.port}`, name);
  clients.push(made);
  return made;
}

function inputsAs(name: string): BonusInputServiceClient {
  const found = bonusClients.get(name) ?? client(BonusInputServiceClient, `127.0.0.1:${server.port}`, name);
  if (!bonusClients.has(name)) clients.push(found);
  bonusClients.set(name, found);
  return found;
}

const last = new Map<Source, RawBatch>();

/** Nothing is counted, and every source begins anew: batches are sealed in order of time. */
export async function countNothing(): Promise<void> {
  await emptyCounts();
  last.clear();
  clock.at = BEGIN;
  sealing.seal = async () => {};
}

/** Seals and takes the next batch of a source. @param month  or another period, then it is of its first day */
export async function next(
  source: Source,
  month: string,
  hits: number,
  misses: number,
  sealedAt: number,
  more: readonly Counted[] = [],
): Promise<void> {
  const day = /^\d{4}-\d\d$/.test(month) ? `${month}-10` : (parsePeriod(month)?.firstDay ?? '');
  const cells = (FIRST.departments.get(source as 'ordering') ?? []).map(({ metric }): Counted => {
    return { metric, unit: 'unattributed', day, hits, misses };
  });
  const feeds = [{ feed: `${source}-feed`, completeThrough: COMPLETE, origin: 'REPORTED' as const }];
  const batch = sealed(source, { cells: [...cells, ...more], feeds, sealedAt, after: last.get(source) });
  last.set(source, batch);
  await scoringDoor()(source, batch);
}

export const SOURCES = [...FIRST.departments.keys()];

/** 200 cases of every metric of a month, sealed at the instant of the clock; then the drained batches that say nothing new. */
export async function fill(month: string): Promise<void> {
  for (const source of SOURCES) await next(source, month, 180, 20, clock.at - 60_000);
}

/** Every shard has sealed a batch at an instant. */
export async function sealAll(month: string, sealedAt: number): Promise<void> {
  for (const source of SOURCES) await next(source, month, 0, 0, sealedAt);
}

export const life = (month: string, who = 'hanna'): Promise<PeriodLife> =>
  answered(() => call(periodsAs(who), 'getPeriod', { name: `periods/${month}` }));

/** Asks again when grpc-js cut the answer off, as it sometimes does on a busy machine: the same request has the same answer. */
async function answered<T>(ask: () => Promise<T>): Promise<T> {
  const again = (error: unknown) => {
    if (error instanceof Error && error.message.includes('RST_STREAM with code 0')) return ask();
    throw error;
  };
  return ask().catch(again);
}

export async function snapshot(month: string, who = 'mia', reason = 'LATE_DATA'): Promise<Snapshot> {
  const { newest } = await life(month);
  const expectedLatestVersion = newest?.version ?? 0;
  const request = { period: `periods/${month}`, requestId: randomUUID(), reason, expectedLatestVersion };
  return answered(() => call(inputsAs(who), 'createSnapshot', CreateSnapshotRequest.fromPartial(request)));
}

/** What every command names: the period as it stands. */
export async function naming(month: string) {
  const { version } = await life(month);
  return { name: `periods/${month}`, requestId: randomUUID(), expectedVersion: version };
}

/** The same with the hash of the newest version. */
export async function signing(month: string) {
  const { newest } = await life(month);
  return { ...(await naming(month)), contentSha256: newest?.contentSha256 ?? Buffer.alloc(32) };
}

export async function approve(
  month: string,
  who: string,
  change: Partial<ApprovePeriodRequest> = {},
): Promise<PeriodLife> {
  const isHr = ['hanna', 'hugo', 'all-departments'].includes(who);
  const role = isHr ? APPROVAL_ROLE_HR : APPROVAL_ROLE_FINANCE;
  const request = ApprovePeriodRequest.fromPartial({ ...(await signing(month)), role, ...change });
  return answered(() => call(periodsAs(who), 'approvePeriod', request));
}

export async function close(month: string, who: string, change: Partial<ClosePeriodRequest> = {}): Promise<PeriodLife> {
  const request = ClosePeriodRequest.fromPartial({ ...(await signing(month)), ...change });
  return answered(() => call(periodsAs(who), 'closePeriod', request));
}

export async function hold(month: string, department: string, who = 'hanna'): Promise<PeriodLife> {
  const about = { department: `departments/${department}`, reason: 'Its feed is not complete.' };
  return call(periodsAs(who), 'holdDepartment', { ...(await naming(month)), ...about });
}

/** A month whose review is over and whose newest version ends at the cut-off. */
export async function inReview(month: string): Promise<void> {
  clock.at = BEGIN;
  await fill(month);
  await snapshot(month, 'mia', 'FIRST');
  clock.at = AFTER_REVIEW;
  await sealAll(month, AFTER_REVIEW - 3_600_000);
  await snapshot(month);
}

export const refusal = async (given: Promise<unknown>) =>
  refusalOf(await given.catch((error: unknown) => error))?.reason;

/** Answers what another protocol brings, by the same server. */
export const brought: AnswerBrought = (given) => server.answerBrought(given);
