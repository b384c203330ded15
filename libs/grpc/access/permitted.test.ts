import { describe, expect, it } from 'vitest';
import { type Binding, bound, type Caller } from '#libs/domain/access.js';
import {
  departmentsIn,
  isOwnDepartment,
  requireDepartments,
  requirePermission,
  requireResources,
  resourcesIn,
  sightOf,
} from './permitted.js';
import type { AccessRule } from './rules.js';

const as = (...bindings: Binding[]): Caller => ({ name: 'lotte', kind: 'person', bindings });
const reader = as(bound('DEPARTMENT_READER', { departments: ['delivery'] }));
const auditor = as(bound('AUDITOR'));

/** As GetIndex has it. */
const ofIndexes: AccessRule = {
  permit: [
    { roles: ['DEPARTMENT_READER', 'DEPARTMENT_LEAD', 'OPERATOR'], scope: 'INDEX_OF_OTHERS' },
    { roles: ['AUDITOR'], scope: 'ALL' },
  ],
  department: ['name'],
  audited: 'READING_OF_OTHERS',
  resource: [],
};
/** As CompareIndexes has it. */
const ofComparisons: AccessRule = {
  permit: [
    { roles: ['DEPARTMENT_READER'], scope: 'OWN_DEPARTMENT' },
    { roles: ['AUDITOR'], scope: 'ALL' },
  ],
  department: ['from', 'to'],
  audited: 'READING_OF_OTHERS',
  resource: [],
};
/** As ListFeeds has it: the process is the department. */
const ofProcess: AccessRule = {
  permit: [
    { roles: ['FEED'], scope: 'OWN_FEED' },
    { roles: ['DEPARTMENT_READER'], scope: 'OWN_DEPARTMENT' },
  ],
  department: [],
  audited: 'NEVER',
  resource: [],
};

describe('a caller', () => {
  it.each([
    ['reads all of its own department', reader, 'delivery', 'all'],
    ['reads index and band of another', reader, 'warehouse', 'index'],
    ['reads index and band of all departments together', reader, '-', 'index'],
    ['reads everything with a role that sees all', auditor, 'warehouse', 'all'],
    ['has no department of its own as an operator', as(bound('OPERATOR', { departments: 'all' })), 'delivery', 'index'],
    ['reads nothing without a role of the rule', as(bound('SERVICE')), 'delivery', 'nothing'],
    ['may be bound to all departments', as(bound('DEPARTMENT_LEAD', { departments: 'all' })), '-', 'all'],
  ])('%s', (_, caller, department, sight) => {
    expect(sightOf(caller, ofIndexes, department)).toBe(sight);
  });

  it('is bound to a department by any of its roles', () => {
    expect(isOwnDepartment(reader, 'delivery')).toBe(true);
    expect(isOwnDepartment(reader, 'warehouse')).toBe(false);
    expect(isOwnDepartment(auditor, 'delivery')).toBe(false);
  });
});

describe('before the request is read, a call is permitted', () => {
  it.each([
    ['to a role of the rule', reader, ofIndexes, undefined],
    ['to a feed', as(bound('FEED', { feeds: ['shop'] })), ofProcess, 'delivery'],
    ['to a reader of the department whose process answers', reader, ofProcess, 'delivery'],
  ])('%s', (_, caller, rule, process) => {
    expect(() => requirePermission(caller, rule, process)).not.toThrow();
  });

  it.each([
    [
      'to no other role',
      as(bound('SERVICE')),
      ofIndexes,
      undefined,
      'lotte may not do this: it needs one of the roles',
    ],
    ['to no caller without roles', as(), ofIndexes, undefined, 'department reader, department lead, operator, auditor'],
    ['to no feed role without a feed', as(bound('FEED')), ofProcess, 'delivery', 'may not do this about delivery'],
    ['to no reader of another department', reader, ofProcess, 'warehouse', 'lotte may not do this about warehouse'],
  ])('%s', (_, caller, rule, process, message) => {
    expect(() => requirePermission(caller, rule, process)).toThrow(
      expect.objectContaining({ reason: 'CALLER_NOT_ALLOWED', message: expect.stringContaining(message) }),
    );
  });

  it('and what the server knows about the cure is added', () => {
    const lacking: Caller = { ...as(), lacks: 'feeds.yaml does not let lotte report' };
    expect(() => requirePermission(lacking, ofProcess, 'delivery')).toThrow('; feeds.yaml does not let lotte report');
  });
});

describe('a request', () => {
  const own = 'departments/delivery/indexes/2018-08';
  const foreign = 'departments/warehouse/indexes/2018-08';

  it('about the own department is permitted, and one about another as far as the rule goes', () => {
    expect(() => requireDepartments(reader, ofComparisons, { from: own, to: own })).not.toThrow();
    expect(() => requireDepartments(reader, ofIndexes, { name: foreign })).not.toThrow();
  });

  it.each([
    ['of which one field names another department', { from: own, to: foreign }, 'about warehouse'],
    ['about all departments', { from: 'departments/-/indexes/2018-08', to: own }, 'about all departments'],
  ])('%s is not allowed', (_, request, message) => {
    expect(() => requireDepartments(reader, ofComparisons, request)).toThrow(
      expect.objectContaining({ reason: 'CALLER_NOT_ALLOWED', message: expect.stringContaining(message) }),
    );
  });

  it('that names no department is invalid, unless the caller sees all of them', () => {
    expect(() => requireDepartments(reader, ofIndexes, { name: 'delivery' })).toThrow(
      expect.objectContaining({ reason: 'NAME_INVALID', field: 'name' }),
    );
    expect(() => requireDepartments(auditor, ofIndexes, { name: 'delivery' })).not.toThrow();
  });

  it('with a list of names is checked name by name', () => {
    const rule = { ...ofComparisons, department: ['names'] };
    expect(() => requireDepartments(reader, rule, { names: [own, foreign] })).toThrow('about warehouse');
    expect(departmentsIn(rule, { names: [own, foreign, own] })).toEqual(['delivery', 'warehouse']);
  });
});

describe('a resource that fewer roles may name', () => {
  const rule: AccessRule = {
    ...{ permit: [{ roles: ['DEPARTMENT_READER', 'AUDITOR'], scope: 'NONE' }], department: [], audited: 'NEVER' },
    ...{ resource: [], restrict: [{ field: 'name', resource: 'documents/access', roles: ['AUDITOR'] }] },
  };

  it.each(['documents/access', 'documents/access/versions/1'])('is refused to the other roles: %s', (name) => {
    expect(() => requireResources(reader, rule, { name })).toThrow(
      expect.objectContaining({
        reason: 'CALLER_NOT_ALLOWED',
        message: 'lotte may not do this about documents/access: it needs the role auditor',
      }),
    );
    expect(() => requireResources(auditor, rule, { name })).not.toThrow();
  });

  it.each(['documents/accessories', 'documents/feeds/versions/1', ''])('is no other one: %s', (name) => {
    expect(() => requireResources(reader, rule, { name })).not.toThrow();
  });

  it('is named in the audit log', () => {
    expect(resourcesIn(rule, { name: 'documents/access' })).toEqual(['documents/access']);
  });
});
