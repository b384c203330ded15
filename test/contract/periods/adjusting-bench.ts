import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import {
  type Adjustment,
  AdjustmentReason,
  AdjustmentServiceClient,
  ApproveAdjustmentRequest,
  type ListAdjustmentsResponse,
  PostAdjustmentRequest,
  ProposeAdjustmentRequest,
  WithdrawAdjustmentRequest,
} from '#libs/contracts/cx/bonus/v1/adjustment.js';
import { ApprovalRole } from '#libs/contracts/cx/bonus/v1/period.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { call } from '#libs/grpc/client.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import type { SealRestated } from '#services/scoring/adjustments/post-adjustment.js';
import { REVIEWED } from '#services/scoring/fixtures/real-orders.js';
import { adjustmentService } from '#services/scoring/grpc/adjustments/adjustment-service.js';
import type { Rulesets } from '#services/scoring/rulesets/rulesets.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { client } from '#test/stack/client.js';
import { served } from '../scoring-bench.js';
import { AFTER_REVIEW, approve, clock, close, inReview, next, PEOPLE } from './closing-bench.js';

/** An hour after the close. */
export const AFTER_CLOSE = AFTER_REVIEW + 3_600_000;
/** Called with each restated version. */
export const restating: { seal: SealRestated } = { seal: async () => {} };
/** The steps that the service has counted, "post" or "post RUN_NOT_OPEN". */
export const counted: string[] = [];

let server: RunningServer;
const clients = new Map<string, AdjustmentServiceClient>();

/** AdjustmentService as the role of scoring, beside the services of a close. */
export function serveAdjusting(rulesets: () => Rulesets = () => REVIEWED, engine = 'test'): void {
  beforeAll(async () => {
    const onBug = (error: unknown) => {
      throw error;
    };
    const inc = ({ step, reason }: { step: string; reason: string }) => counted.push(`${step} ${reason}`.trim());
    const service = adjustmentService({
      ...{ database: served, rulesets: rulesets(), clock, engine, departments: () => BUILT_IN_SOURCES },
      metrics: { adjustmentsTotal: { inc } as never },
      sealRestated: (...restated) => restating.seal(...restated),
    });
    server = await startServer({ host: '127.0.0.1', port: 0, services: [service], ...namedCallers(PEOPLE), onBug });
  });
  afterAll(async () => {
    for (const one of clients.values()) one.close();
    clients.clear();
    await server.drain(500);
    restating.seal = async () => {};
  });
}

function adjustmentsAs(name: string): AdjustmentServiceClient {
  const found = clients.get(name) ?? client(AdjustmentServiceClient, `127.0.0.1:${server.port}`, name);
  clients.set(name, found);
  return found;
}

/** A closed month, as it is an hour later. */
export async function closed(month: string): Promise<void> {
  restating.seal = async () => {};
  await inReview(month);
  await approve(month, 'hanna');
  await approve(month, 'finn');
  await close(month, 'max');
  clock.at = AFTER_CLOSE;
}

/** The same, with 40 more misses of delivery that came after the close. */
export async function closedWithLateMisses(month: string): Promise<void> {
  await closed(month);
  await next('delivery', month, 0, 40, clock.at);
}

export function propose(
  month: string,
  who = 'mia',
  change: Partial<ProposeAdjustmentRequest> = {},
): Promise<Adjustment> {
  const request = {
    ...{ period: `periods/${month}`, requestId: randomUUID(), explanation: 'A carrier reported late.' },
    ...{ reason: AdjustmentReason.ADJUSTMENT_REASON_LATE_DATA, ...change },
  };
  return call(adjustmentsAs(who), 'proposeAdjustment', ProposeAdjustmentRequest.fromPartial(request));
}

export function sign(
  { name, contentSha256 }: Pick<Adjustment, 'name' | 'contentSha256'>,
  who: string,
  change: Partial<ApproveAdjustmentRequest> = {},
): Promise<Adjustment> {
  const isHr = ['hanna', 'hugo', 'all-departments'].includes(who);
  const role = isHr ? ApprovalRole.APPROVAL_ROLE_HR : ApprovalRole.APPROVAL_ROLE_FINANCE;
  const request = { name, contentSha256, requestId: randomUUID(), role, ...change };
  return call(adjustmentsAs(who), 'approveAdjustment', ApproveAdjustmentRequest.fromPartial(request));
}

export function post(
  { name, contentSha256 }: Pick<Adjustment, 'name' | 'contentSha256'>,
  who = 'max',
  change: Partial<PostAdjustmentRequest> = {},
): Promise<Adjustment> {
  const request = { name, contentSha256, requestId: randomUUID(), ...change };
  return call(adjustmentsAs(who), 'postAdjustment', PostAdjustmentRequest.fromPartial(request));
}

export function takeBack({ name }: Pick<Adjustment, 'name'>, who = 'mia'): Promise<Adjustment> {
  const request = { name, requestId: randomUUID(), reason: 'More facts will come.' };
  return call(adjustmentsAs(who), 'withdrawAdjustment', WithdrawAdjustmentRequest.fromPartial(request));
}

/** Proposed by mia, approved by hanna and finn, posted by max. */
export async function corrected(month: string, change: Partial<ProposeAdjustmentRequest> = {}): Promise<Adjustment> {
  const made = await propose(month, 'mia', change);
  await sign(made, 'hanna');
  await sign(made, 'finn');
  return post(made);
}

export const get = (name: string, who = 'hanna'): Promise<Adjustment> =>
  call(adjustmentsAs(who), 'getAdjustment', { name });

export const ledger = (month: string): Promise<ListAdjustmentsResponse> =>
  call(adjustmentsAs('hanna'), 'listAdjustments', { parent: `periods/${month}`, pageSize: 0, pageToken: '' });

/** The sum of all entries of each department. */
export function sums({ entries }: Pick<ListAdjustmentsResponse, 'entries'>): Record<string, bigint> {
  const found: Record<string, bigint> = {};
  for (const { department, valueE4 } of entries) {
    const name = department.replace('departments/', '');
    found[name] = (found[name] ?? 0n) + valueE4;
  }
  return found;
}
