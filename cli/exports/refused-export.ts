/** Why no file is written. The sentence says what to do. */
export const REFUSALS = {
  PERIOD_NOT_FROZEN: 'The period has no version: cx bonus snapshot PERIOD --reason FIRST.',
  PERIOD_NOT_CLOSED: 'The version can still change, so nothing of it is payable. To see the file: --simulate.',
  PROFILES_NOT_PUBLISHED: 'No published document export-profiles holds on the first day of the period.',
  PROFILE_UNKNOWN: 'The document has no such profile.',
  PROFILE_IS_DRAFT: 'A draft that is not published writes no file that may be loaded: --dry-run or --simulate.',
  PLAN_NOT_BOUND: 'The profile takes a factor, and no published pay plan holds on the first day of the period.',
  PLAN_BOUND_AFTER_START: 'The pay plan was published after its first day had begun, so nothing is payable by it.',
  NOTHING_PAYABLE: 'A reason stands against paying every department of the version.',
  PAYOUT_NEEDED:
    'A row of the profile is a payee: name the folder that cx payout allocate wrote, --payout DIR --pool NAME.',
  PAYOUT_DIFFERS: 'The file of amounts is not the one of its manifest, or one of the two was changed. Allocate again.',
  PAYOUT_OF_OTHER_VERSION: 'The allocation was made from another version of the period. Allocate again.',
  CORRECTION_NEEDED:
    'A row of the profile is a delta: name the folder that cx payout adjust wrote, --correction DIR --pool NAME.',
  CORRECTION_DIFFERS: 'The file of deltas is not the one of its manifest, or one of the two was changed. Adjust again.',
  CORRECTION_OF_OTHER_VERSION: 'The deltas were computed for another version of the period. Adjust again.',
  NOT_CORRECTED: 'The newest version of the period is that of the close: no correction was posted.',
  NO_DELTAS: 'Nothing is paid and nothing is netted by this correction, so there is nothing to load.',
  WHAT_IF: 'The allocation is a simulation, and a what-if is never loaded. To see the file: --simulate.',
  FILE_DIFFERS: 'A file of another export is in the folder. Name another one: --out DIR.',
} as const;

/** Nothing was written and nothing was claimed. */
export class RefusedExport extends Error {
  constructor(
    readonly reason: keyof typeof REFUSALS,
    detail = '',
  ) {
    super([REFUSALS[reason], detail].filter((part) => part !== '').join(' '));
    this.name = 'RefusedExport';
  }
}
