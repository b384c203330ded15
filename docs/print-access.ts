import { ROLES, type Role, type Scope } from '#libs/domain/access.js';
import { type AccessRule, publishedRules } from '#libs/grpc/access/rules.js';

/** What a caller with the scope may ask for, as a cell of the table. */
const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  NONE: 'yes',
  OWN_DEPARTMENT: 'own department',
  OWN_FEED: 'own feed',
  ALL: 'all',
  INDEX_OF_OTHERS: 'own department; of others index and band',
};

const AUDITED_WORDS = {
  NEVER: '',
  COMMAND: 'begin and end',
  EXPORT: 'begin and end',
  READING_OF_OTHERS: 'when figures of a department are read that is not the own one',
} as const;

/** What each role is for, in the order of the table. */
const ROLE_WORDS: Readonly<Record<Role, string>> = {
  FEED: 'a program that reports facts, under the name of one feed',
  AGENCY: 'a feed of the survey, which no department may be',
  DEPARTMENT_READER: 'a person who reads all of their departments, and index and band of the others',
  DEPARTMENT_LEAD: 'a person who leads departments; reads what a department reader reads',
  HR_MAKER: 'a person who prepares bonus inputs',
  HR_APPROVER: 'a person who approves for HR what an HR maker prepared',
  FINANCE_APPROVER: 'a person who approves for finance what an HR maker prepared',
  REVIEWER: 'a person who decides disputes, and so sees the cases of every department',
  RULES_AUTHOR: 'a person who writes documents of the company',
  RULES_PUBLISHER: 'a person who publishes documents of the company',
  AUDITOR: 'a person who reads everything and changes nothing',
  OPERATOR: 'a person who runs the installation: its state, and of departments index and band only',
  SERVICE: 'a process of the installation: scoring or a department',
  PAYOUT: 'the process that allocates payouts: reads what was frozen, and documents',
};

/** docs/access.md: every call, who may make it, and for what. */
export function accessPage(): string {
  const rules = [...publishedRules()].sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    '# Who may call what',
    '',
    '<!-- Printed by `npm run docs` from the option (cx.access.v1.rule) of every call in proto/. Change it there. -->',
    '',
    'Every call of every service has a rule in its contract. A caller needs one of the roles; the scope says for what. Without a rule a server',
    'does not start. What the rules mean, and how people get roles: [security.md](security.md).',
    '',
    '## Roles',
    '',
    '| role | what it is |',
    '| --- | --- |',
    ...ROLES.words.map((role) => `| ${written(role)} | ${ROLE_WORDS[role]} |`),
    '',
    '## Calls',
    '',
    'A call that is denied always leaves a line in the audit log. The last column says when a call that is permitted does.',
    ...services(rules).flatMap(([service, calls]) => [
      '',
      `### ${service}`,
      '',
      '| call | who, and for what | line in the audit log |',
      '| --- | --- | --- |',
      ...calls.map(([call, rule]) => `| ${call} | ${permitted(rule)} | ${AUDITED_WORDS[rule.audited]} |`),
    ]),
    '',
    'Health may be asked without a proof, since orchestrators have none. Reflection shows the contracts and nothing else; every proven caller may',
    'ask it, whatever its roles.',
    '',
  ].join('\n');
}

function services(rules: readonly (readonly [string, AccessRule])[]) {
  const byService = new Map<string, [string, AccessRule][]>();
  for (const [path, rule] of rules) {
    const [, service = '', call = ''] = path.split('/');
    byService.set(service, [...(byService.get(service) ?? []), [call, rule]]);
  }
  return [...byService];
}

function permitted({ permit, restrict = [] }: AccessRule): string {
  return [
    ...permit.map(({ roles, scope }) => `${roles.map(written).join(', ')}: ${SCOPE_WORDS[scope]}`),
    ...restrict.map(({ resource, roles }) => `\`${resource}\` only: ${roles.map(written).join(', ')}`),
  ].join('<br>');
}

const written = (role: Role) => role.toLowerCase().replaceAll('_', ' ');
