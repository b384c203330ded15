import type { Command } from './command.js';

/**
 * All commands by name. Each is loaded when it is called: `cx index get` does not pay for reading the code that imports files.
 * The short forms `explain`, `compare` and `watch` are not listed in the overview.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  'index list': async () => (await import('./commands/index-list.js')).indexList,
  'index get': async () => (await import('./commands/index-get.js')).indexGet,
  'index explain': async () => (await import('./commands/index-explain.js')).indexExplain,
  'index compare': async () => (await import('./commands/index-compare.js')).indexCompare,
  'index watch': async () => (await import('./commands/index-watch.js')).indexWatch,
  misses: async () => (await import('./commands/misses.js')).misses,
  cases: async () => (await import('./commands/cases.js')).cases,
  contest: async () => (await import('./commands/contest.js')).contest,
  'contest line': async () => (await import('./commands/contest-line.js')).contestLine,
  'contest list': async () => (await import('./commands/contest-answer.js')).contestList,
  'contest show': async () => (await import('./commands/contest-show.js')).contestShow,
  'contest precedents': async () => (await import('./commands/contest-show.js')).contestPrecedents,
  'contest answer': async () => (await import('./commands/contest-answer.js')).contestAnswer,
  'rulings list': async () => (await import('./commands/rulings.js')).rulingsList,
  'rulings show': async () => (await import('./commands/rulings.js')).rulingsShow,
  'rulings decide': async () => (await import('./commands/rulings-decide.js')).rulingsDecide,
  'rulings hear': async () => (await import('./commands/rulings-decide.js')).rulingsHear,
  'rulings confirm': async () => (await import('./commands/rulings-decide.js')).rulingsConfirm,
  due: async () => (await import('./commands/due.js')).due,
  metrics: async () => (await import('./commands/metrics.js')).metrics,
  'bonus check': async () => (await import('./commands/bonus.js')).bonusCheck,
  'bonus snapshot': async () => (await import('./commands/bonus.js')).bonusSnapshot,
  'bonus show': async () => (await import('./commands/bonus.js')).bonusShow,
  'bonus export': async () => (await import('./commands/bonus-export.js')).bonusExport,
  'bonus statement': async () => (await import('./commands/bonus-statement.js')).bonusStatement,
  'bonus record': async () => (await import('./commands/bonus-record.js')).bonusRecord,
  verify: async () => (await import('./commands/verify.js')).verify,
  'key make': async () => (await import('./commands/key.js')).keyMake,
  'key rotate': async () => (await import('./commands/key.js')).keyRotate,
  'key public': async () => (await import('./commands/key.js')).keyPublic,
  'bonus simulate': async () => (await import('./commands/bonus-simulate.js')).bonusSimulate,
  'payout allocate': async () => (await import('./commands/payout-allocate.js')).payoutAllocate,
  'payout adjust': async () => (await import('./commands/payout-adjust.js')).payoutAdjust,
  'period list': async () => (await import('./commands/period.js')).periodList,
  'period show': async () => (await import('./commands/period.js')).periodShow,
  'period approve': async () => (await import('./commands/period-steps.js')).periodApprove,
  'period withdraw': async () => (await import('./commands/period-steps.js')).periodWithdraw,
  'period close': async () => (await import('./commands/period-steps.js')).periodClose,
  'period void': async () => (await import('./commands/period-steps.js')).periodVoid,
  'period hold': async () => (await import('./commands/period-steps.js')).periodHold,
  'period release': async () => (await import('./commands/period-steps.js')).periodRelease,
  'adjustment list': async () => (await import('./commands/adjustment.js')).adjustmentList,
  'adjustment show': async () => (await import('./commands/adjustment.js')).adjustmentShow,
  'adjustment propose': async () => (await import('./commands/adjustment-steps.js')).adjustmentPropose,
  'adjustment approve': async () => (await import('./commands/adjustment-steps.js')).adjustmentApprove,
  'adjustment withdraw': async () => (await import('./commands/adjustment-steps.js')).adjustmentWithdraw,
  'adjustment post': async () => (await import('./commands/adjustment-steps.js')).adjustmentPost,
  'webhooks list': async () => (await import('./commands/webhooks.js')).webhooksList,
  'webhooks replay': async () => (await import('./commands/webhooks.js')).webhooksReplay,
  'webhooks ping': async () => (await import('./commands/webhooks.js')).webhooksPing,
  'counts export': async () => (await import('./commands/counts.js')).countsExport,
  'audit list': async () => (await import('./commands/audit-list.js')).auditList,
  'audit verify': async () => (await import('./commands/audit-verify.js')).auditVerify,
  'verify counts': async () => (await import('./commands/counts.js')).verifyCounts,
  login: async () => (await import('./commands/login.js')).login,
  logout: async () => (await import('./commands/logout.js')).logout,
  whoami: async () => (await import('./commands/whoami.js')).whoami,
  token: async () => (await import('./commands/token.js')).token,
  doctor: async () => (await import('./commands/doctor.js')).doctor,
  init: async () => (await import('./commands/init.js')).init,
  'company lint': async () => (await import('./commands/company.js')).companyLint,
  'company propose': async () => (await import('./commands/company-propose.js')).companyPropose,
  'company proposals': async () => (await import('./commands/company-proposals.js')).companyProposals,
  'company publish': async () => (await import('./commands/company-publish.js')).companyPublish,
  'company shadow': async () => (await import('./commands/company-shadow.js')).companyShadow,
  'company diff': async () => (await import('./commands/company-diff.js')).companyDiff,
  'company history': async () => (await import('./commands/company-history.js')).companyHistory,
  'company show': async () => (await import('./commands/company-history.js')).companyShow,
  'feed complete': async () => (await import('./commands/feed-complete.js')).feedComplete,
  'feed kafka': async () => (await import('./commands/feed-kafka.js')).feedKafka,
  'erase case': async () => (await import('./commands/erase-case.js')).eraseCase,
  'erase again': async () => (await import('./commands/erase-again.js')).eraseAgain,
  'rules suggest': async () => (await import('./commands/rules-suggest.js')).rulesSuggest,
  'import csv': async () => (await import('./commands/import-csv.js')).importCsv,
};

/** "explain" for "index explain". */
const SHORT: Readonly<Record<string, string | undefined>> = {
  explain: 'index explain',
  compare: 'index compare',
  watch: 'index watch',
};

/** What a user may type as a command. */
export const NAMES: readonly string[] = [...Object.keys(COMMANDS), ...Object.keys(SHORT)];

/** The command that a call begins with, by the name it was called with; undefined when there is none. */
export function commandOf(words: readonly string[]): { name: string; load: () => Promise<Command> } | undefined {
  const [first = '', second = ''] = words;
  for (const name of [`${first} ${second}`, first]) {
    const load = COMMANDS[SHORT[name] ?? name];
    if (load !== undefined) return { name, load };
  }
  return undefined;
}
