import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { type Restriction as ProtoRestriction, Rule } from '#libs/contracts/cx/access/v1/access.js';
import { AUDITED, type Audited, ROLES, type Role, SCOPES, type Scope } from '#libs/domain/access.js';
import { descriptorImage } from '../descriptor-image.js';

/** Lets callers with one of the roles make a call, for what lies in the scope. */
export interface Permission {
  readonly roles: readonly Role[];
  readonly scope: Scope;
}

/** Keeps a resource, and everything below it, from callers without one of the roles. */
export interface Restriction {
  /** The field of the request that may name it, as the generated types spell it. */
  readonly field: string;
  /** "documents/access" */
  readonly resource: string;
  readonly roles: readonly Role[];
}

/** Who may make one call; `cx.access.v1.Rule`. */
export interface AccessRule {
  readonly permit: readonly Permission[];
  /** The fields of the request that name departments, as the generated types spell them; empty when none does. */
  readonly department: readonly string[];
  readonly audited: Audited;
  /** The fields of the request that name what is called, for the audit log, in addition to `department`. */
  readonly resource: readonly string[];
  /** Unset when the rule keeps nothing from the roles that it permits. */
  readonly restrict?: readonly Restriction[];
}

/** The rules by path, "/cx.scoring.v1.ScoringService/GetIndex". */
export type AccessRules = ReadonlyMap<string, AccessRule>;

/** Numbers of the fields on the way from a FileDescriptorSet to the rule of a method (google/protobuf/descriptor.proto). */
const FIELD = {
  setFile: 1,
  filePackage: 2,
  fileService: 6,
  serviceName: 1,
  serviceMethod: 2,
  methodName: 1,
  methodOptions: 4,
  optionsRule: 50116,
} as const;

let published: AccessRules | undefined;

/** The rules of the contracts that this version serves. */
export function publishedRules(): AccessRules {
  published ??= rulesIn(descriptorImage());
  return published;
}

/**
 * Reads the rules from what `buf build` wrote. It reads no other part of the image, since every process does so at its start.
 *
 * @throws {Error} for a rule that permits no role, states no scope or does not say whether it is audited
 */
export function rulesIn(image: Uint8Array): AccessRules {
  const rules = new Map<string, AccessRule>();
  for (const file of all(image, FIELD.setFile)) {
    const scope = textOf(file, FIELD.filePackage);
    for (const service of all(file, FIELD.fileService)) {
      const name = textOf(service, FIELD.serviceName);
      for (const method of all(service, FIELD.serviceMethod)) {
        const path = `/${scope}.${name}/${textOf(method, FIELD.methodName)}`;
        const [rule] = all(method, FIELD.methodOptions).flatMap((options) => all(options, FIELD.optionsRule));
        if (rule !== undefined) rules.set(path, ruleFrom(Rule.decode(rule), path));
      }
    }
  }
  return rules;
}

/**
 * @param department  the department whose process serves the calls; undefined for scoring
 * @throws {Error} for a call without a rule, or whose rule knows no department to compare: it would be open to every caller
 */
export function requireRules(definition: ServiceDefinition, rules: AccessRules, department: string | undefined): void {
  for (const { path } of Object.values(definition)) {
    const rule = rules.get(path);
    if (rule === undefined) throw new Error(`${path} has no rule that says who may call it`);
    const isByDepartment = rule.permit.some(({ scope }) => scope === 'OWN_DEPARTMENT' || scope === 'INDEX_OF_OTHERS');
    if (isByDepartment && rule.department.length === 0 && department === undefined)
      throw new Error(`the rule of ${path} does not say which field of the request names the department`);
  }
}

function ruleFrom({ permit, department, audited, resource, restrict }: Rule, path: string): AccessRule {
  if (permit.length === 0 || permit.some(({ roles }) => roles.length === 0))
    throw new Error(`the rule of ${path} permits no role`);
  if (restrict.some((one) => one.field === '' || one.resource === '' || one.roles.length === 0))
    throw new Error(`the rule of ${path} restricts something and does not say what, or to which roles`);
  return {
    permit: permit.map(({ roles, scope }) => ({
      roles: roles.map((role) => ROLES.wordOf(role)),
      scope: SCOPES.wordOf(scope),
    })),
    department: fieldsIn(department),
    audited: AUDITED.wordOf(audited),
    resource: fieldsIn(resource),
    ...(restrict.length > 0 && { restrict: restrict.map(restrictionFrom) }),
  };
}

function restrictionFrom({ field, resource, roles }: ProtoRestriction): Restriction {
  return { field, resource, roles: roles.map((role) => ROLES.wordOf(role)) };
}

function fieldsIn(list: string): readonly string[] {
  return list === '' ? [] : list.split(',');
}

/** Every value of a field of a message whose wire type is "length-delimited". */
function all(message: Uint8Array, wanted: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === wanted) found.push(reader.bytes());
    else reader.skip(wireType, field);
  }
  return found;
}

function textOf(message: Uint8Array, field: number): string {
  return Buffer.from(all(message, field)[0] ?? []).toString();
}
