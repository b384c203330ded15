import type { JsonValue } from '@bufbuild/protobuf';
import { documentedCalls } from './documented.js';
import { ALLOCATE, CORRECT } from './payout.js';
import { PROPOSAL, REAL } from './publications.js';
import { SIGN_MANIFEST } from './signer.js';

const AT = '2018-05-01T12:00:00Z';
const name = 'departments/delivery/indexes/2018-03';

/** The facts of every source: one that is in order. */
export const FACTS = {
  Order: {
    ...{ factId: 'f', orderId: 'o', happenedAt: AT },
    placed: { promisedDay: '2018-05-20', zone: 'America/Sao_Paulo', destinationUnit: 'area/sp', items: 1 },
  },
  Parcel: { factId: 'f', orderId: 'o', happenedAt: AT, handedOver: {} },
  Delivery: { factId: 'f', orderId: 'o', happenedAt: AT, delivered: {} },
  Contact: {
    ...{ factId: 'f', contactId: 'c', happenedAt: AT },
    received: { unit: 'team/a', zone: 'America/Sao_Paulo' },
  },
  Survey: { factId: 'f', orderId: 'o', happenedAt: AT, answered: { score: 5 } },
  Custom: {
    ...{ factId: 'f', happenedAt: AT, kind: 'price_seen' },
    fields: {
      ...{ article: { text: 'A1' }, day: { day: '2018-05-01' }, category: { text: 'toys' } },
      ...{ our_cents: { wholeNumber: '2100' }, low_cents: { wholeNumber: '2000' } },
    },
  },
} as const satisfies Record<string, JsonValue>;

/**
 * A request that each call answers without a refusal, or refuses only for what the database holds.
 *
 * @param department  that calls are about which state whose contests or charged cases they mean
 */
export function validRequest(method: string, department = 'warehouse'): JsonValue {
  const [, call = ''] = method.split('/');
  const [, verb, kind] = /^(Record|Stream)(Order|Parcel|Delivery|Contact|Survey|Custom)Facts$/.exec(call) ?? [];
  if (kind !== undefined) {
    const request = { origin: 'ORIGIN_IMPORTED', facts: [FACTS[kind as keyof typeof FACTS]] };
    return verb === 'Stream' ? { portion: request } : request;
  }
  const request = CONTESTS[call]?.(department) ?? REQUESTS[call];
  if (request === undefined) throw new Error(`no request is known for ${method}`);
  return request;
}

export const UUID = '5f0c2a9e-8d7b-4a57-9a3c-1f0e6f4f7a11';
/** "delivery 1:999": written by delivery, and not sealed. */
export const RECEIPT = Buffer.from('delivery 1:999').toString('base64url');
export const SHARD = { shard: 1, epoch: 1, carries: 'CONTENT_OBSERVATIONS' } as const;

/** A case that warehouse contests and that delivery judged. */
export const CONTEST = {
  ...{ parent: 'departments/warehouse', requestId: UUID, judgedBy: 'departments/delivery' },
  ...{ metric: 'delivered_by_first_promise', caseRef: Buffer.alloc(16, 7).toString('base64'), day: '2018-05-10' },
  ...{ ground: 'GROUND_WRONG_FACT', evidence: 'file 7', responsible: 'partner/acme' },
} as const;

/** The line of a department in a version that is not there. */
export const LINE = {
  ...{ requestId: UUID, snapshot: 'periods/2018-03/snapshots/99', ground: 'GROUND_ARITHMETIC', evidence: 'file 7' },
} as const;

/** A contest that is not there, as a reviewer decides one. */
export const DECISION = {
  ...{ name: 'departments/warehouse/contests/1', requestId: UUID, outcome: 'RULING_OUTCOME_TAKEN_OUT' },
  ...{ reason: 'The road was closed.', evidence: 'file 13' },
} as const;
export const CITES = ['observations/delivery/1/1/1'];
export const ANSWER = {
  ...{ name: DECISION.name, decision: 1, answer: 'SECOND_ANSWER_CONFIRMED', reason: 'I have read file 13.' },
} as const;

/** What a department answers that was told of a contest. */
export const HEARD = {
  name: 'departments/ordering/contests/1',
  text: 'We released it in time.',
  evidence: [],
} as const;

/** What a department is charged with, contests, and has ruled on. */
const CONTESTS: Readonly<Record<string, (department: string) => JsonValue>> = {
  ContestCase: (department) => ({ ...CONTEST, parent: `departments/${department}` }),
  ContestLine: (department) => ({ ...LINE, parent: `departments/${department}` }),
  GetContest: (department) => ({ name: `departments/${department}/contests/1` }),
  ListContests: (department) => ({ parent: `departments/${department}` }),
  ForeseeRuling: (department) => ({ name: `departments/${department}/contests/1` }),
  DecideContest: (department) => ({ ...DECISION, cites: CITES, name: `departments/${department}/contests/1` }),
  ConfirmRuling: (department) => ({ ...ANSWER, name: `departments/${department}/contests/1` }),
  HearParty: (department) => ({ name: `departments/${department}/contests/1`, party: 'departments/ordering' }),
  AnswerContest: (department) => ({ ...HEARD, evidence: [], name: `departments/${department}/contests/1` }),
  ListChargedCases: (department) => ({
    ...{ party: `departments/${department}`, firstDay: '2018-05-01', lastDay: '2018-05-31' },
  }),
};

/** What every step of a period names. */
const STEP = { name: 'periods/2018-03', requestId: UUID } as const;
/** What every step of an adjustment names. */
const CORRECTION = { name: 'periods/2018-03/adjustments/1', requestId: UUID } as const;
const SHA256 = Buffer.alloc(32).toString('base64');

const REQUESTS: Readonly<Record<string, JsonValue>> = {
  GetIndex: { name },
  ListPrecedents: {},
  BatchGetIndexes: { names: [name] },
  ListIndexes: { parent: 'departments/delivery' },
  ExplainIndex: { name },
  CompareIndexes: { from: name, to: 'departments/delivery/indexes/2018-04' },
  ListMisses: { parent: name, groupBy: 'responsible' },
  ListMissPrices: { parent: 'departments/delivery' },
  WatchIndex: { names: [name] },
  ListMetrics: { parent: 'departments/delivery' },
  ExportCounts: {},
  VerifyCounts: {},
  ExportArchive: {},
  GetPipelineStatus: {},
  ListAudit: { caller: 'anna', from: AT, pageSize: 10 },
  VerifyAudit: {},
  CheckPeriod: { name: 'periods/2018-03' },
  CreateSnapshot: { period: 'periods/2018-03', requestId: UUID, reason: 'FIRST', requestedBy: 'hr' },
  GetSnapshot: { name: 'periods/2018-03/snapshots/1' },
  ListSnapshots: { parent: 'periods/2018-03' },
  ExportSnapshot: { name: 'periods/2018-03/snapshots/1', format: 'csv' },
  ExportRecords: { name: 'periods/2018-03/snapshots/1' },
  ClaimExport: {
    ...{ name: 'periods/2018-03/snapshots/1', requestId: UUID, purpose: 'EXPORT_PURPOSE_RESULT' },
    ...{ departments: ['departments/delivery'], profile: 'generic-csv', profilesSha256: SHA256, fileSha256: SHA256 },
  },
  GetStatement: { name: 'departments/delivery/statements/2018-03' },
  Allocate: ALLOCATE,
  Correct: CORRECT,
  SignManifest: SIGN_MANIFEST,
  GetStatementFile: { name: 'departments/delivery/statements/2018-03', format: 'pdf' },
  GetSnapshotFile: { name: 'periods/2018-03/snapshots/1', format: 'csv' },
  SignRoot: {
    ...{ name: 'periods/2018-03/snapshots/1', purpose: 'SIGNING_PURPOSE_BONUS_ROOT' },
    sha256: Buffer.alloc(32, 1).toString('base64'),
  },
  ListKeys: {},
  ListDeliveries: { parent: 'webhooks/-' },
  ReplayDeliveries: { name: 'webhooks/payroll/deliveries/1' },
  PingWebhook: { name: 'webhooks/payroll' },
  GetPeriod: { name: 'periods/2018-03' },
  ListPeriods: {},
  ApprovePeriod: { ...STEP, contentSha256: SHA256, role: 'APPROVAL_ROLE_HR' },
  WithdrawApproval: { ...STEP, reason: 'a test' },
  ClosePeriod: { ...STEP, contentSha256: SHA256 },
  VoidPeriod: { ...STEP, reason: 'a test' },
  HoldDepartment: { ...STEP, department: 'departments/delivery', reason: 'a test' },
  ReleaseDepartment: { ...STEP, department: 'departments/delivery', reason: 'a test' },
  ProposeAdjustment: {
    ...{ period: 'periods/2018-03', requestId: UUID, reason: 'ADJUSTMENT_REASON_LATE_DATA', explanation: 'a test' },
  },
  GetAdjustment: { name: 'periods/2018-03/adjustments/1' },
  ListAdjustments: { parent: 'periods/2018-03' },
  ApproveAdjustment: { ...CORRECTION, contentSha256: SHA256, role: 'APPROVAL_ROLE_HR' },
  WithdrawAdjustment: { ...CORRECTION, reason: 'a test' },
  PostAdjustment: { ...CORRECTION, contentSha256: SHA256 },
  ProposeDocument: PROPOSAL,
  GetProposal: { name: 'documents/ruleset/proposals/1' },
  ListProposals: { parent: 'documents/ruleset' },
  PublishDocument: PROPOSAL,
  GetDocument: { name: 'documents/ruleset/versions/1' },
  ListDocuments: { parent: 'documents/ruleset' },
  SuggestRuleset: { from: '2018-01', to: '2018-08', basedOn: REAL },
  ShadowRuleset: { text: REAL, through: '2018-08' },
  DeclareComplete: { completeThrough: AT },
  DeclareDefaults: {},
  ListFeeds: {},
  GetReceipt: { receipt: RECEIPT },
  ListDue: { within: '86400s' },
  WatchDue: { within: '86400s' },
  ListObservations: { metric: 'delivered_by_first_promise', firstDay: '2018-05-01', lastDay: '2018-05-31' },
  GetIntakeStatus: {},
  EraseCase: { caseId: 'an order that is not known', reason: 'request 1' },
  ListErasedCases: {},
  ListShards: {},
  StreamBatches: { ...SHARD, firstNumber: 5 },
  AcknowledgeBatches: { ...SHARD, throughNumber: 5, throughSha256: '' },
};

/** All calls by their kind, for provocations that are the same for several. */
export const CALLS = documentedCalls();
