import type { ApprovePeriodRequest } from '#libs/contracts/cx/bonus/v1/period.js';
import { type Caller, ROLES_OF_DEPARTMENTS, type Role } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/source.js';
import { ACCEPTABLE, type Acceptable, APPROVAL_ROLES, type ApprovalRole } from '../../periods/life/history.js';
import type { Asker } from '../../periods/life/store.js';
import { writtenText } from '../written-text.js';

const HASH_BYTES = 32;

/** The department of `departments/delivery`. @throws {CxError} NAME_INVALID */
export function departmentIn(name: string, field = 'department'): string {
  const [, department] = /^departments\/([^/]+)$/.exec(name) ?? [];
  if (department !== undefined) return department;
  throw new CxError('NAME_INVALID', `${field} is written departments/delivery`, { field });
}

/** A hash as it stands in snapshots; one of another length is of no version. @throws {CxError} CONTENT_NOT_NEWEST */
export function hashIn(bytes: Uint8Array): string {
  if (bytes.length === HASH_BYTES) return Buffer.from(bytes).toString('hex');
  throw new CxError('CONTENT_NOT_NEWEST', `a hash has ${HASH_BYTES} bytes`, { field: 'content_sha256' });
}

const NEEDED: Readonly<Record<ApprovalRole, Role>> = { HR: 'HR_APPROVER', FINANCE: 'FINANCE_APPROVER' };

/** As which a person signs. @throws {CxError} APPROVER_LACKS_ROLE */
export function approvalRoleOf(asked: number, { bindings, name }: Caller): ApprovalRole {
  const role = APPROVAL_ROLES.find(asked);
  if (role !== undefined && bindings.some((one) => one.role === NEEDED[role])) return role;
  throw new CxError('APPROVER_LACKS_ROLE', `${name} does not hold the role that signs as ${role ?? 'this'}`, {
    field: 'role',
  });
}

/** What a person approves, and as which. @throws {CxError} APPROVER_LACKS_ROLE, OVERRIDE_INVALID, REASON_MISSING, EVIDENCE_INVALID */
export function approvalFrom({ role: asked, accepts, carvedOut, reason }: ApprovePeriodRequest, caller: Caller) {
  const role = approvalRoleOf(asked, caller);
  const known = ACCEPTABLE.filter((one) => accepts.includes(one));
  if (known.length !== new Set(accepts).size)
    throw new CxError('OVERRIDE_INVALID', `accepts names ${ACCEPTABLE.join(', ')}`, { field: 'accepts' });
  const isOverride = accepts.length > 0 || carvedOut.length > 0;
  const why = isOverride || reason !== '' ? writtenText(reason) : '';
  return { role, accepts: known as readonly Acceptable[], carvedOut: [...new Set(carvedOut)], reason: why };
}

/** The caller with all departments that are the caller's own. */
export function askerOf({ name, bindings }: Caller, all: readonly Source[]): Asker {
  const own = bindings.filter(({ role }) => ROLES_OF_DEPARTMENTS.includes(role));
  const departments = own.flatMap((binding) => (binding.departments === 'all' ? all : binding.departments));
  return { name, departments: [...new Set(departments)] };
}
