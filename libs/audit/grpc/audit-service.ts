import {
  type AuditServiceServer,
  AuditServiceService,
  type ListAuditRequest,
  type VerifyAuditRequest,
} from '#libs/contracts/cx/audit/v1/audit.js';
import { CxError } from '#libs/domain/error.js';
import { decodePageToken, encodePageToken, otherPageToken } from '#libs/domain/page-token.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import { CHAIN_FAULTS } from '../chain/fault.js';
import type { Head } from '../chain/line.js';
import type { LogVerification } from '../check/verify-log.js';
import { type AuditQuestion, type AuditStore, NEWEST } from '../store/audit-store.js';

const USUAL_PAGE = 50;
const LARGEST_PAGE = 500;
const LONGEST_FILTER = 200;

export interface AuditServiceOptions {
  /** The process whose log it is: "scoring", "delivery". */
  readonly server: string;
  readonly store: Pick<AuditStore, 'find'>;
  readonly verify: (remembered: Head | undefined) => Promise<LogVerification>;
}

/** AuditService: shows the audit log of this process and checks its chain. */
export function auditService({ server, store, verify }: AuditServiceOptions): ServedService {
  const calls: AuditServiceServer = {
    listAudit: unary(async (request) => {
      const question = questionIn(request);
      const limit = pageSizeIn(request);
      const lines = await store.find(question, beforeIn(request.pageToken, question), limit);
      const last = lines.at(-1);
      const isMore = last !== undefined && lines.length === limit && last.position > 1n;
      return {
        lines: [...lines],
        nextPageToken: isMore ? encodePageToken(fieldsOf(question), [`${last.position}`]) : '',
      };
    }),
    verifyAudit: unary(async (request) => {
      const { head, broken } = await verify(rememberedIn(request));
      return {
        server,
        ...head,
        fault: broken === undefined ? 0 : CHAIN_FAULTS.numberOf(broken.fault),
        brokenPosition: broken?.position ?? 0n,
      };
    }),
  };
  return servedService(AuditServiceService, { ...calls });
}

/** @throws {CxError} FILTER_INVALID */
function questionIn({ caller, call, from, until }: ListAuditRequest): AuditQuestion {
  for (const [field, text] of Object.entries({ caller, call })) {
    if (text.length > LONGEST_FILTER)
      throw new CxError('FILTER_INVALID', `${field} has at most ${LONGEST_FILTER} characters`, { field });
  }
  return { caller, call, from: timeOf('from', from), until: timeOf('until', until) };
}

/** As in the lines, so that both compare as text. A Timestamp comes in cut to milliseconds. */
function timeOf(field: string, at: Date | undefined): string {
  if (at === undefined) return '';
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1970 || at.getUTCFullYear() > 9999)
    throw new CxError('FILTER_INVALID', `${field} is a time from 1970 to 9999`, { field });
  return at.toISOString().replace('Z', '000Z');
}

function pageSizeIn({ pageSize }: ListAuditRequest): number {
  if (pageSize < 0) throw new CxError('PAGE_INVALID', 'page_size is 0 or more', { field: 'page_size' });
  return Math.min(pageSize === 0 ? USUAL_PAGE : pageSize, LARGEST_PAGE);
}

/** The position before which a page begins. */
function beforeIn(token: string, question: AuditQuestion): bigint {
  if (token === '') return NEWEST;
  const [position] = decodePageToken(token, fieldsOf(question)) ?? [];
  if (typeof position === 'string' && /^[1-9]\d{0,17}$/.test(position)) return BigInt(position);
  throw otherPageToken();
}

function fieldsOf({ caller, call, from, until }: AuditQuestion): readonly string[] {
  return [caller, call, from, until];
}

/** @throws {CxError} HEAD_INVALID */
function rememberedIn({ rememberedPosition: position, rememberedHash: hash }: VerifyAuditRequest): Head | undefined {
  if (position === 0n && hash.length === 0) return undefined;
  if (position >= 1n && hash.length === 32) return { position, hash };
  throw new CxError('HEAD_INVALID', 'a remembered head is a position from 1 and a hash of 32 bytes', {
    field: position < 1n ? 'remembered_position' : 'remembered_hash',
  });
}
