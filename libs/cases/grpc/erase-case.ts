import type {
  EraseCaseRequest,
  EraseCaseResponse,
  ListErasedCasesRequest,
  ListErasedCasesResponse,
} from '#libs/contracts/cx/facts/v1/facts.js';
import { CxError } from '#libs/domain/error.js';
import { isWritten } from '#libs/domain/one-line.js';
import { decodePageToken, encodePageToken, otherPageToken } from '#libs/domain/page-token.js';
import type { CallContext } from '#libs/grpc/call-context.js';
import type { Database } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import { type Erasure, eraseCases } from '../erasure/erase-cases.js';
import { namedCases } from '../erasure/named-cases.js';
import { numbersIn } from '../erasure/numbers-in.js';
import type { CaseNames } from '../facts/case-names.js';
import { listErased } from '../facts/erased-cases.js';
import { refFromHex } from '../facts/stored.js';
import type { Department } from '../judging/department.js';
import { pageSizeFrom } from './page-size.js';

export interface ErasingOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly department: Pick<Department, 'shards' | 'rules'>;
  readonly names: CaseNames;
  /** Called with how many cases an erasure erased that had not been erased before. */
  readonly onErased?: (cases: number) => void;
}

const REF_BYTES = 16;
const PAGE = 1_000;
const QUESTION = ['ListErasedCases'];

/**
 * Erases the case that a request names, in one transaction. The audit log keeps the refs and the numbers in the reason, and never the id.
 *
 * @throws {CxError} CASE_ID_INVALID, REASON_MISSING, CASE_WAITS
 */
export async function eraseCase(
  { database, clock, department, names, onErased }: ErasingOptions,
  { caseId, caseRef, reason, chargeWhatWaits, subjectKind = '' }: EraseCaseRequest,
  context: Pick<CallContext, 'audited'>,
): Promise<EraseCaseResponse> {
  if (!isWritten(reason))
    throw new CxError('REASON_MISSING', 'say why the case is erased, in one line', { field: 'reason' });
  if (caseId !== '' && reason.includes(caseId))
    throw new CxError('REASON_MISSING', 'the reason names the case, and it stays; write the number of the request', {
      field: 'reason',
    });
  if ((caseId === '') === (caseRef.length === 0))
    throw new CxError('CASE_ID_INVALID', 'name the case by case_id or by case_ref', { field: 'case_id' });
  if (caseRef.length !== 0 && caseRef.length !== REF_BYTES)
    throw new CxError('CASE_ID_INVALID', 'case_ref has 16 bytes', { field: 'case_ref' });

  const erasures = await database.transaction(async (tx) => {
    const refs = caseId === '' ? [Buffer.from(caseRef)] : await namedCases(tx, { id: caseId, subjectKind }, names);
    if (refs === undefined) throw new CxError('CASE_ID_INVALID', 'case_id names no case here', { field: 'case_id' });
    return eraseCases(tx, department, refs, { now: clock.now(), chargeWhatWaits, by: 'command' });
  });
  const refs = erasures.map(({ ref }) => ref.toString('hex'));
  context.audited({ after: { reason: numbersIn(reason), cases: refs, chargeWhatWaits } });
  onErased?.(erasures.filter(({ before }) => !before).length);
  return { cases: erasures.map(erasureToProto) };
}

/** @throws {CxError} PAGE_INVALID */
export async function listErasedCases(
  { database }: Pick<ErasingOptions, 'database'>,
  request: ListErasedCasesRequest,
): Promise<ListErasedCasesResponse> {
  const atMost = pageSizeFrom(request, PAGE);
  const cases = await listErased(database, afterOf(request.pageToken), atMost + 1);
  const page = cases.slice(0, atMost);
  const last = page.at(-1);
  return {
    cases: page.map(({ ref, erasedAt }) => ({ caseRef: ref, erasedAt: new Date(erasedAt) })),
    nextPageToken:
      cases.length > atMost && last !== undefined ? encodePageToken(QUESTION, [last.ref.toString('hex')]) : '',
  };
}

function afterOf(pageToken: string): Buffer | undefined {
  if (pageToken === '') return undefined;
  const [ref] = decodePageToken(pageToken, QUESTION) ?? [];
  const after = typeof ref === 'string' ? refFromHex(ref) : undefined;
  if (after !== undefined) return after;
  throw otherPageToken();
}

function erasureToProto({ ref, erasedAt, before, facts, verdicts }: Erasure) {
  return { caseRef: ref, erasedAt: new Date(erasedAt), before, facts, verdicts };
}
