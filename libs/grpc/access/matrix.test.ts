import { describe, expect, it } from 'vitest';
import { bound, type Caller, ROLES, type Role } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import { printedTable, promisedAnswer } from '#test/stack/promised-answer.js';
import { requireDepartments, requirePermission, sightOf } from './permitted.js';
import { type AccessRule, publishedRules } from './rules.js';

const printed = printedTable();
const rules = [...publishedRules()];
const OWN = 'delivery';

/** A caller with one role, of the department delivery and of the feed shop where the role has any. */
const callerWith = (role: Role): Caller => ({
  ...{ name: 'lotte', kind: 'person' },
  bindings: [bound(role, { departments: [OWN], feeds: ['shop'] })],
});

/** What a caller gets that asks about a department: everything, an index, or a refusal. */
function answerTo(role: Role, rule: AccessRule, department: string): string {
  const caller = callerWith(role);
  const isByRequest = rule.department.length > 0;
  try {
    requirePermission(caller, rule, department);
    const name = `departments/${department}/indexes/2018-08`;
    if (isByRequest)
      requireDepartments(caller, rule, Object.fromEntries(rule.department.map((field) => [field, name])));
  } catch (error) {
    if (error instanceof CxError && error.reason === 'CALLER_NOT_ALLOWED') return 'refused';
    throw error;
  }
  const scope = rule.permit.find(({ roles }) => roles.includes(role))?.scope;
  if (scope === 'NONE' || scope === 'OWN_FEED') return 'answered';
  return sightOf(caller, rule, department) === 'all' ? 'answered' : 'index';
}

describe('every call, asked by every role about its own department and about another', () => {
  it('is answered as the printed table says, without an exception', () => {
    const asked = rules.flatMap(([path, rule]) =>
      ROLES.words.flatMap((role) =>
        [true, false].map((isOwn) => {
          const department = isOwn ? OWN : 'warehouse';
          const own = { department: isOwn, feed: true };
          const what = `${path} by ${role} about ${department}`;
          return { what, answer: answerTo(role, rule, department), promise: promisedAnswer(printed, path, role, own) };
        }),
      ),
    );
    expect(asked.filter(({ answer, promise }) => answer !== promise)).toEqual([]);
    expect(asked.length).toBe(rules.length * ROLES.words.length * 2);
  });

  it('stands in the printed table', () => {
    expect([...printed.keys()].toSorted()).toEqual(rules.map(([path]) => path).toSorted());
  });

  it('a role that a feed or a service holds reads no index; the process of a department reads what its own misses cost', () => {
    const reading = rules.filter(([path]) => /ScoringService|CountsService|BonusInputService/.test(path));
    const open = reading.flatMap(([path, { permit }]) =>
      permit.some(({ roles }) => roles.some((role) => ['FEED', 'AGENCY', 'SERVICE'].includes(role))) ? [path] : [],
    );
    expect(open).toEqual(['/cx.scoring.v1.ScoringService/ListMissPrices']);
  });

  it('no role but those that write, check and run the documents reads who is bound to which role', () => {
    const reading = ['GetDocument', 'ListDocuments'].map((call) => `/cx.documents.v1.DocumentService/${call}`);
    const roles = reading.map((path) =>
      publishedRules()
        .get(path)
        ?.restrict?.map((one) => one.roles),
    );
    expect(roles).toEqual(
      Array(2).fill([['RULES_AUTHOR', 'RULES_PUBLISHER', 'AUDITOR', 'OPERATOR', 'SERVICE', 'PAYOUT']]),
    );
    const words = 'rules author, rules publisher, auditor, operator, service, payout';
    for (const path of reading) expect(printed.get(path)?.get('`documents/access` only')).toBe(words);
  });

  it('what changes something or takes data out as a whole leaves a line in the audit log', () => {
    const audited = (kind: string) =>
      rules.flatMap(([path, rule]) => (rule.audited === kind ? [path.split('/')[2]] : []));
    expect(audited('COMMAND').toSorted()).toEqual(expect.arrayContaining(['CreateSnapshot', 'PublishDocument']));
    expect(audited('EXPORT').toSorted()).toEqual(
      expect.arrayContaining(['ExportArchive', 'ExportCounts', 'ExportSnapshot']),
    );
  });
});
