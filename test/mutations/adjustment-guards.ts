import { contract, type Guard, unit } from './guard.js';

/** Guards of corrections after a close. */
export const ADJUSTMENT_GUARDS: readonly Guard[] = [
  {
    guard: 'an adjustment reverses the value that was stated last',
    file: 'services/scoring/adjustments/entries.ts',
    find: "kind: 'REVERSAL', valueE4: -(before ?? 0n)",
    replace: "kind: 'REVERSAL', valueE4: 0n",
    test: unit('services/scoring/adjustments/entries.test.ts'),
  },
  {
    guard: 'an adjustment keeps what people decided about paying with the close',
    file: 'services/scoring/adjustments/restated-content.ts',
    find: 'const kept = before.filter((one) => !OF_DATA.includes(one));',
    replace: 'const kept: readonly NotPayable[] = [];',
    test: unit('services/scoring/adjustments/restated-content.test.ts'),
  },
  {
    guard: 'an adjustment by an engine that makes other figures is of an engine defect only',
    file: 'services/scoring/adjustments/restated-content.ts',
    find: 'now.indexE4 === indexE4 && ',
    replace: '',
    test: unit('services/scoring/adjustments/restated-content.test.ts'),
  },
  {
    guard: 'an adjustment of an extra run needs three people',
    file: 'services/scoring/adjustments/adjustment-state.ts',
    find: 'export const PEOPLE_FOR_EXTRA = 3;',
    replace: 'export const PEOPLE_FOR_EXTRA = 2;',
    test: unit('services/scoring/adjustments/adjustment-state.test.ts'),
  },
  {
    guard: 'an adjustment of an older version is stale',
    file: 'services/scoring/adjustments/adjustment-state.ts',
    find: "if (supersedes !== latestVersion) return 'STALE';",
    replace: '',
    test: unit('services/scoring/adjustments/adjustment-state.test.ts'),
  },
  {
    guard: 'an adjustment is posted into a period that is neither closed nor voided',
    file: 'services/scoring/adjustments/restatement-runs.ts',
    find: '&& !ended.has(name)',
    replace: '',
    test: unit('services/scoring/adjustments/restatement-runs.test.ts'),
  },
  {
    guard: 'an index of a closed period without an adjustment does not move with what arrives',
    file: 'services/scoring/answers/live-index.ts',
    find: 'if (counts !== undefined) closed.set(period.name, counts);',
    replace: '',
    test: contract('adjustments.test.ts'),
  },
  {
    guard: 'a verifier of an adjustment asks for enough people, a run and a reason that there is',
    file: 'services/scoring/records/verify/restated-again.ts',
    find: '  mustBeApproved(restated);\n',
    replace: '',
    test: contract('restated-records.test.ts'),
  },
  {
    guard: 'an adjustment is posted with its records',
    file: 'services/scoring/adjustments/post-adjustment.ts',
    find: '    await adjusting.sealRestated(tx, { stored, corrected, correctedCut, counts });\n',
    replace: '',
    test: contract('restated-records.test.ts'),
  },
  {
    guard: 'a payout adjustment is against all that was paid so far',
    file: 'libs/payout/adjust/adjust-amounts.ts',
    find: 'closedMinor + paidMinor - nettedMinor',
    replace: 'closedMinor',
    test: unit('libs/payout/adjust/adjust-amounts.test.ts'),
  },
  {
    guard: 'a payout adjustment keeps back no cent above 0',
    file: 'libs/payout/adjust/adjust-amounts.ts',
    find: "  if (deltaMinor > 0n) return 'PAY';",
    replace: "  if (deltaMinor >= deMinimisMinor) return 'PAY';",
    test: unit('libs/payout/adjust/adjust-amounts.test.ts'),
  },
  {
    guard: 'the database refuses an adjustment whose entries do not add up to the restated version',
    file: 'services/scoring/adjustments/migrations/0001_adjustment.sql',
    find: '  if new.kind = 3 and exists (',
    replace: '  if false and exists (',
    test: contract('adjustments-second-wall.test.ts'),
  },
];
