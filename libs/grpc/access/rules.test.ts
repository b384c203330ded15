import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { Audited, Role, Rule, Scope } from '#libs/contracts/cx/access/v1/access.js';
import { publishedRules, rulesIn } from './rules.js';

/** An image with one call whose rule is this. */
function imageWith(rule: Partial<Rule>): Uint8Array {
  const text = (value: string) => new TextEncoder().encode(value);
  const message = (...fields: [number, Uint8Array][]) => {
    const writer = new BinaryWriter();
    for (const [number, bytes] of fields) writer.tag(number, WireType.LengthDelimited).bytes(bytes);
    return writer.finish();
  };
  const options = message([50116, Rule.encode(Rule.fromPartial(rule)).finish()]);
  const service = message([1, text('A')], [2, message([1, text('Get')], [4, options])]);
  return message([1, message([2, text('a.v1')], [6, service])]);
}

describe('the rules of the contracts', () => {
  it('are read from the descriptors', () => {
    expect(publishedRules().get('/cx.scoring.v1.ScoringService/CompareIndexes')).toEqual({
      permit: [
        { roles: ['DEPARTMENT_READER', 'DEPARTMENT_LEAD'], scope: 'OWN_DEPARTMENT' },
        { roles: ['HR_MAKER', 'HR_APPROVER', 'FINANCE_APPROVER', 'REVIEWER', 'AUDITOR'], scope: 'ALL' },
      ],
      department: ['from', 'to'],
      audited: 'READING_OF_OTHERS',
      resource: [],
    });
  });

  it('are stated for no service of another owner', () => {
    expect([...publishedRules().keys()].filter((path) => !path.startsWith('/cx.'))).toEqual([]);
  });
});

describe('a rule', () => {
  const permit = [{ roles: [Role.ROLE_AUDITOR], scope: Scope.SCOPE_ALL }];
  const audited = Audited.AUDITED_NEVER;

  it('belongs to the path of its call', () => {
    expect([...rulesIn(imageWith({ permit, audited })).keys()]).toEqual(['/a.v1.A/Get']);
  });

  it.each([
    ['that permits nothing', { permit: [], audited }, 'the rule of /a.v1.A/Get permits no role'],
    ['that permits no role', { permit: [{ roles: [], scope: Scope.SCOPE_ALL }], audited }, 'permits no role'],
    ['without a scope', { permit: [{ roles: [Role.ROLE_AUDITOR], scope: 0 }], audited }, 'scope 0 is not known'],
    ['that does not say whether it is audited', { permit, audited: 0 }, 'audited 0 is not known'],
    [
      'that keeps something from callers and permits it to no role',
      { permit, audited, restrict: [{ field: 'name', resource: 'documents/access', roles: [] }] },
      'does not say what, or to which roles',
    ],
    ['with a role of a later version', { permit: [{ roles: [99], scope: 1 }], audited }, 'role 99 is not known'],
  ])('%s keeps the server from starting', (_, rule, message) => {
    expect(() => rulesIn(imageWith(rule))).toThrow(message);
  });
});
