import type { GetStatementRequest, Statement } from '#libs/contracts/cx/bonus/v1/export.js';
import type { Caller } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import type { Instant } from '#libs/domain/time.js';
import type { StatementRead } from '../../exports/read-statement.js';
import { periodIn } from '../period-in.js';

/** @throws {CxError} NAME_INVALID, PERIOD_INVALID */
export function statementIn({ name, version }: GetStatementRequest, rulesets: Parameters<typeof periodIn>[0]) {
  const [, department, period] = /^departments\/([^/]+)\/statements\/([^/]+)$/.exec(name) ?? [];
  if (department === undefined || period === undefined || version < 0)
    throw new CxError('NAME_INVALID', 'name is written departments/delivery/statements/2018-08', { field: 'name' });
  const found = periodIn(rulesets, `periods/${period}`, 'name');
  return { department, period: found, version: version === 0 ? undefined : version };
}

/** People who see every department see who approved; a department sees as what. */
export function statementToProto(name: string, read: StatementRead, { bindings }: Caller): Statement {
  const seesPeople = bindings.some(({ role }) => SEE_PEOPLE.some((one) => one === role));
  return {
    ...{ name, snapshot: read.snapshot, record: read.record.bytes, state: read.state },
    recordId: Buffer.from(read.record.id, 'hex'),
    chainSha256: Buffer.from(read.record.chainSha256, 'hex'),
    approvals: read.approvals.map(({ role, by, at }) => ({
      ...{ role, approvedBy: seesPeople ? by : '', approvedAt: dateOf(at) },
    })),
    reviewEndsAt: dateOf(read.reviewEndsAt),
    decideBy: dateOf(read.decideBy),
    finalAt: new Date(read.finalAt),
  };
}

const SEE_PEOPLE = ['HR_MAKER', 'HR_APPROVER', 'FINANCE_APPROVER', 'AUDITOR'] as const;

function dateOf(instant: Instant | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant);
}
