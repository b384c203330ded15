import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { CxError } from '#libs/domain/error.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { ShardCut } from '../counts/read.js';
import { APPROVAL_ROLES } from '../periods/life/history.js';
import type { Asker, StepRequest } from '../periods/life/store.js';
import { parseContent } from '../periods/parse-content.js';
import { ADJUSTMENT_REASONS, ADJUSTMENT_STEPS, type Adjustment, type AdjustmentStep } from './adjustment.js';
import { ENTRY_KINDS, type Entry } from './entries.js';
import type { RestatementRun } from './restatement-runs.js';

const sql = sqlFolder(import.meta.url, './sql/');

interface AdjustmentRow {
  readonly number: number;
  readonly reason_code: number;
  readonly reason: string;
  readonly is_extra: boolean;
  readonly supersedes: number;
  readonly content: Buffer;
  readonly content_sha256: Buffer;
  readonly proposed_by: string;
  readonly proposed_at: Date;
}

interface StepRow {
  readonly adjustment: number;
  readonly number: number;
  readonly kind: number;
  readonly at: Date;
  readonly by_person: string;
  readonly departments: readonly string[];
  readonly reason: string;
  readonly role: number | null;
  readonly posting_period: string | null;
  readonly run: RestatementRun | null;
  readonly version: number | null;
}

/** The adjustments of a period, in order, with what became of them. */
export async function adjustmentsOf(tx: Pick<Database, 'query'>, period: string): Promise<readonly Adjustment[]> {
  const rows = await tx.query<AdjustmentRow>(sql('adjustments-of-period'), [period]);
  const steps = await tx.query<StepRow>(sql('steps-of-adjustments'), [period]);
  return rows.map(({ content: bytes, ...row }): Adjustment => {
    if (!createHash('sha256').update(bytes).digest().equals(row.content_sha256))
      throw new Error('an adjustment is not what was hashed');
    return {
      ...{ period, number: row.number, reason: row.reason, isExtra: row.is_extra, supersedes: row.supersedes },
      reasonCode: ADJUSTMENT_REASONS.wordOf(row.reason_code),
      content: parseContent(bytes),
      contentSha256: row.content_sha256.toString('hex'),
      proposedBy: row.proposed_by,
      proposedAt: row.proposed_at.getTime(),
      steps: steps.filter(({ adjustment }) => adjustment === row.number).map(stepOf),
    };
  });
}

function stepOf({ number, kind, at, by_person: by, departments, reason, role, ...row }: StepRow): AdjustmentStep {
  const { posting_period: postingPeriod, run, version } = row;
  const isPosted = postingPeriod !== null && run !== null && version !== null;
  return {
    ...{ number, by, departments, reason, at: at.getTime() },
    kind: ADJUSTMENT_STEPS.wordOf(kind),
    role: role === null ? undefined : APPROVAL_ROLES.wordOf(role),
    posting: isPosted ? { postingPeriod, run, version } : undefined,
  };
}

/** The cut on which a proposed version stands. */
export async function cutOfAdjustment(tx: Transaction, { period, number }: Adjustment): Promise<ShardCut[]> {
  const rows = await tx.query<Omit<ShardCut, 'shardId'> & { shard_id: number }>(sql('find-adjustment-cut'), [
    period,
    number,
  ]);
  return rows.map(({ shard_id: shardId, ...row }) => ({ ...row, shardId }));
}

export type AdjustmentToAdd = Omit<Adjustment, 'contentSha256' | 'steps'> & { readonly cut: readonly ShardCut[] };

/** Adds a proposed adjustment with its cut. Two at once: the primary key lets one in, the other fails with unique_violation. */
export async function addAdjustment(
  tx: Transaction,
  request: StepRequest,
  added: AdjustmentToAdd,
): Promise<Adjustment> {
  const { cut, ...adjustment } = added;
  const bytes = Buffer.from(canonicalJson(adjustment.content));
  const hash = createHash('sha256').update(bytes).digest();
  const { period, number, reasonCode, reason, isExtra, supersedes, proposedBy, proposedAt } = adjustment;
  await tx.execute(sql('add-adjustment'), [
    ...[period, number, request.requestId, requestHash(request), ADJUSTMENT_REASONS.numberOf(reasonCode), reason],
    ...[isExtra, supersedes, bytes, hash, proposedBy, new Date(proposedAt)],
  ]);
  await tx.execute(sql('add-adjustment-cut'), [
    ...[period, number, cut.map(({ shardId }) => shardId), cut.map(({ epoch }) => epoch)],
    ...[cut.map((one) => one.number), cut.map(({ sha256 }) => sha256)],
  ]);
  return { ...adjustment, contentSha256: hash.toString('hex'), steps: [] };
}

/** A step that one request takes. */
export type AdjustmentStepToAdd = Pick<AdjustmentStep, 'kind'> &
  Partial<Pick<AdjustmentStep, 'reason' | 'role' | 'posting'>>;

/** Adds a step. Two at once: the primary key lets one in, the other fails with unique_violation. */
export async function addAdjustmentStep(
  tx: Transaction,
  { period, number, steps, contentSha256 }: Adjustment,
  request: StepRequest,
  { kind, reason = '', role, posting }: AdjustmentStepToAdd,
  { by, at }: { readonly by: Asker; readonly at: Instant },
): Promise<void> {
  await tx.execute(sql('add-adjustment-step'), [
    ...[period, number, steps.length + 1, ADJUSTMENT_STEPS.numberOf(kind), request.requestId, requestHash(request)],
    ...[new Date(at), by.name, by.departments, reason, role === undefined ? null : APPROVAL_ROLES.numberOf(role)],
    ...[Buffer.from(contentSha256, 'hex'), posting?.postingPeriod ?? null, posting?.run ?? null],
    posting?.version ?? null,
  ]);
}

/** Adds entries of a posting to the ledger, in their order. @param contentSha256  of the restated version */
export async function addEntries(
  tx: Transaction,
  period: string,
  entries: readonly (Entry & { readonly postingPeriod: string })[],
  contentSha256: string,
): Promise<void> {
  for (const { department, kind, adjustment, postingPeriod, supersedes, version, ...entry } of entries) {
    await tx.execute(sql('add-entry'), [
      ...[period, department, ENTRY_KINDS.numberOf(kind), adjustment, postingPeriod, supersedes, version],
      ...[Buffer.from(contentSha256, 'hex'), entry.indexBeforeE4 ?? null, entry.indexAfterE4 ?? null, entry.valueE4],
      ...[entry.arrived.l3, entry.arrived.l4, entry.arrived.retracted],
    ]);
  }
}

interface EntryRow extends Pick<Entry, 'department' | 'adjustment' | 'supersedes' | 'version'> {
  readonly kind: number;
  readonly posting_period: string;
  readonly index_before_e4: bigint | null;
  readonly index_after_e4: bigint | null;
  readonly value_e4: bigint;
  readonly observations_l3: bigint;
  readonly observations_l4: bigint;
  readonly retracted: bigint;
}

/** The entries of a period that were posted, in order. */
export async function postedEntries(tx: Pick<Database, 'query'>, period: string): Promise<readonly Entry[]> {
  const rows = await tx.query<EntryRow>(sql('entries-of-period'), [period]);
  return rows.map(({ department, adjustment, supersedes, version, ...row }) => ({
    ...{ department, adjustment, supersedes, version, postingPeriod: row.posting_period, valueE4: row.value_e4 },
    kind: ENTRY_KINDS.wordOf(row.kind),
    indexBeforeE4: row.index_before_e4 ?? undefined,
    indexAfterE4: row.index_after_e4 ?? undefined,
    arrived: { l3: row.observations_l3, l4: row.observations_l4, retracted: row.retracted },
  }));
}

/** The adjustment that this request has proposed or stepped before. @throws {CxError} REQUEST_ID_REUSED */
export async function doneBefore(
  tx: Pick<Database, 'query'>,
  request: StepRequest,
): Promise<Pick<Adjustment, 'period' | 'number'> | undefined> {
  const [row] = await tx.query<{ period: string; adjustment: number; request_sha256: Buffer }>(
    sql('find-adjustment-request'),
    [request.requestId],
  );
  if (row === undefined) return undefined;
  if (row.request_sha256.equals(requestHash(request))) return { period: row.period, number: row.adjustment };
  throw new CxError('REQUEST_ID_REUSED', 'this request_id was used for something else', { field: 'request_id' });
}

/** The periods into which nothing is posted: they were closed or voided. */
export async function endedPeriods(tx: Pick<Database, 'query'>): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ period: string }>(sql('ended-periods'), []);
  return new Set(rows.map(({ period }) => period));
}

function requestHash({ says }: StepRequest): Buffer {
  return createHash('sha256').update(JSON.stringify(says)).digest();
}

/** How many adjustments wait for people, and since when; `oldest` is undefined while none does. */
export async function waitingAdjustments(
  database: Pick<Database, 'query'>,
): Promise<{ readonly adjustments: number; readonly oldest: Instant | undefined }> {
  const [row] = await database.query<{ adjustments: bigint; oldest: Date | null }>(sql('waiting-adjustments'), []);
  return { adjustments: Number(row?.adjustments ?? 0n), oldest: row?.oldest?.getTime() };
}
