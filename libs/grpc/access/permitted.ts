import { type Binding, type Caller, ROLES_OF_DEPARTMENTS, type Role } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import type { AccessRule } from './rules.js';

/** What a caller sees of a department: all of it, index and band only, or nothing. */
export type Sight = 'all' | 'index' | 'nothing';

/**
 * Decides before the request is read whether the caller may make a call at all.
 *
 * @param process  the department whose process answers; undefined for scoring
 * @throws {CxError} CALLER_NOT_ALLOWED
 */
export function requirePermission(caller: Caller, rule: AccessRule, process: string | undefined): void {
  const { bindings } = caller;
  const isPermitted = rule.permit.some(({ roles, scope }) =>
    bindings.some((binding) => {
      if (!roles.includes(binding.role)) return false;
      if (scope === 'OWN_FEED') return binding.feeds.length > 0;
      if (scope === 'OWN_DEPARTMENT' && rule.department.length === 0) return isOwn(binding, process);
      return true;
    }),
  );
  if (!isPermitted) throw notAllowed(caller, rolesIn(rule), bindings.some(hasRoleOf(rule)) ? process : undefined);
}

/** What the caller sees of one department in the answers to a call. */
export function sightOf({ bindings }: Caller, { permit }: AccessRule, department: string): Sight {
  const sights = permit.flatMap(({ roles, scope }) =>
    bindings
      .filter(({ role }) => roles.includes(role))
      .map((binding): Sight => {
        if (scope === 'ALL') return 'all';
        if (scope !== 'OWN_DEPARTMENT' && scope !== 'INDEX_OF_OTHERS') return 'nothing';
        if (isOwn(binding, department)) return 'all';
        return scope === 'INDEX_OF_OTHERS' ? 'index' : 'nothing';
      }),
  );
  return (['all', 'index'] as const).find((one) => sights.includes(one)) ?? 'nothing';
}

/** Whether the caller is bound to the department. */
export function isOwnDepartment({ bindings }: Caller, department: string): boolean {
  return bindings.some((binding) => isOwn(binding, department));
}

/**
 * Decides by the departments that the request names.
 *
 * @param request  as decoded
 * @throws {CxError} CALLER_NOT_ALLOWED for a department of which the caller sees nothing; NAME_INVALID when the request names none, unless
 *                   the caller sees all of them, for then the handler refuses it
 */
export function requireDepartments(caller: Caller, rule: AccessRule, request: object): void {
  for (const field of rule.department) {
    for (const name of namesIn(request, field)) {
      const department = departmentIn(name);
      if (sightOf(caller, rule, department ?? '') === 'all') continue;
      if (department === undefined) {
        throw new CxError('NAME_INVALID', `${field} must begin with departments/{department}`, { field });
      }
      if (sightOf(caller, rule, department) === 'nothing') throw notAllowed(caller, rolesIn(rule), department);
    }
  }
}

/**
 * Decides by the resources that fewer roles may name.
 *
 * @throws {CxError} CALLER_NOT_ALLOWED
 */
export function requireResources(caller: Caller, { restrict = [] }: AccessRule, request: object): void {
  for (const { field, resource, roles } of restrict) {
    if (caller.bindings.some(({ role }) => roles.includes(role))) continue;
    const isNamed = namesIn(request, field).some((name) => name === resource || name.startsWith(`${resource}/`));
    if (isNamed) throw notAllowed(caller, roles, resource);
  }
}

/** The departments that a request names: "-" for all of them. */
export function departmentsIn(rule: AccessRule, request: object): string[] {
  const named = rule.department.flatMap((field) => namesIn(request, field));
  return [...new Set(named.map(departmentIn).filter((one) => one !== undefined))];
}

/** The roles by which a caller may make a call, each once. */
export function rolesUsed({ bindings }: Caller, { permit }: AccessRule): readonly Role[] {
  const held = bindings.map(({ role }) => role).filter((role) => permit.some(({ roles }) => roles.includes(role)));
  return [...new Set(held)];
}

/** The resource names that a request states, as it states them. */
export function resourcesIn(rule: AccessRule, request: object): string[] {
  const restricted = (rule.restrict ?? []).map(({ field }) => field);
  return [...rule.department, ...rule.resource, ...restricted].flatMap((field) => namesIn(request, field));
}

function namesIn(request: object, field: string): string[] {
  const value = (request as Readonly<Record<string, unknown>>)[field];
  return (Array.isArray(value) ? value : [value]).map(String);
}

function departmentIn(name: string): string | undefined {
  return /^departments\/([^/]+)/.exec(name)?.[1];
}

const hasRoleOf =
  ({ permit }: AccessRule) =>
  ({ role }: Binding) =>
    permit.some(({ roles }) => roles.includes(role));

function isOwn({ role, departments }: Binding, department: string | undefined): boolean {
  if (!ROLES_OF_DEPARTMENTS.includes(role)) return false;
  return departments === 'all' || (department !== undefined && departments.includes(department));
}

/** "DEPARTMENT_READER" as people write it. */
const written = (word: string) => word.toLowerCase().replaceAll('_', ' ');

const rolesIn = ({ permit }: AccessRule) => [...new Set(permit.flatMap(({ roles }) => roles))];

/** @param what  the department or resource that it may not ask about, when it holds a role that the call is for */
function notAllowed({ name, lacks }: Caller, needs: readonly Role[], what: string | undefined): CxError {
  const roles = needs.map(written);
  const needed = roles.length === 1 ? `the role ${roles[0]}` : `one of the roles ${roles.join(', ')}`;
  const about = what === undefined ? '' : ` about ${what === '-' ? 'all departments' : what}`;
  const cure = lacks === undefined ? '' : `; ${lacks}`;
  return new CxError('CALLER_NOT_ALLOWED', `${name} may not do this${about}: it needs ${needed}${cure}`);
}
