import {
  type Adjustment,
  AdjustmentReason,
  AdjustmentState,
  EntryKind,
  type LedgerEntry,
  type ListAdjustmentsResponse,
} from '#libs/contracts/cx/bonus/v1/adjustment.js';
import { ApprovalRole } from '#libs/contracts/cx/bonus/v1/period.js';
import { inWords } from '#libs/domain/enum-words.js';
import { exactPoints, grouped, minute, table } from '../format.js';
import { lastOf } from '../names.js';

/** An adjustment for people: what it changes, who has approved it, and what comes next. */
export function adjustmentLines(one: Adjustment): string[] {
  const { entries, approvals, proposedBy, proposedAt, explanation, extra } = one;
  return [
    `  ${one.name}   ${stateOf(one)}   ${reasonOf(one)}${extra ? '   extra run' : ''}`,
    field('proposed', `by ${proposedBy}, ${minute(proposedAt)}: ${explanation}`),
    field('corrects', one.supersedes),
    ...(one.releases.length === 0 ? [] : [field('releases', one.releases.map(lastOf).join(', '))]),
    field('content', Buffer.from(one.contentSha256).toString('hex')),
    ...changes(entries),
    ...approvals.map(({ approvedBy, role, approvedAt, ownDepartments }) => {
      const not = ownDepartments.length === 0 ? '' : `; not for ${ownDepartments.map(lastOf).join(', ')}`;
      const as = role === ApprovalRole.APPROVAL_ROLE_HR ? 'hr' : 'finance';
      return field('approved', `by ${approvedBy} as ${as}, ${minute(approvedAt)}${not}`);
    }),
    ...(one.postedBy === ''
      ? []
      : [field('posted', `by ${one.postedBy}, ${minute(one.postedAt)}, ${whereIn(one)}: ${one.version}`)]),
    ...(one.withdrawnBy === '' ? [] : [field('withdrawn', `by ${one.withdrawnBy}: ${one.withdrawnReason}`)]),
    `  => ${nextOf(one)}`,
  ];
}

/** The adjustments of a period with its ledger: every entry of a department adds up to what the newest version states. */
export function ledgerLines({ adjustments, entries, runs, postingPeriod, openRun, finalAt }: ListAdjustmentsResponse) {
  const heads = adjustments.map((one) => [one.name, stateOf(one), reasonOf(one), nextOf(one)]);
  const departments = [...new Set(entries.map(({ department }) => department))];
  const rows = departments.flatMap((department) => {
    const own = entries.filter((entry) => entry.department === department);
    const sum = own.reduce((all, { valueE4 }) => all + valueE4, 0n);
    return [...own.map(entryRow), [lastOf(department), 'sum', '', '', exactPoints(sum)]];
  });
  const calendar = runs.map(({ run, postingPeriod: into }) => `${run} with ${lastOf(into)}`).join(', ');
  return [
    ...table(heads, ['left', 'left', 'left', 'left']),
    ...(adjustments.length === 0 ? ['  nothing was corrected'] : []),
    ...table(rows, ['left', 'left', 'left', 'left', 'right']),
    `  corrections are posted into ${lastOf(postingPeriod) || 'no period'} now, ${openRun === '' ? 'between the runs' : `run ${openRun}`}; the runs: ${calendar || 'none yet'}; nothing after ${minute(finalAt)}`,
  ];
}

function changes(entries: readonly LedgerEntry[]): string[] {
  const restated = entries.filter(({ kind }) => kind === EntryKind.ENTRY_KIND_RESTATEMENT);
  return restated.map(({ department, indexBeforeE4, indexAfterE4, observationsL3, observationsL4, retracted }) => {
    const arrived = `${grouped(observationsL3)} before the close, ${grouped(observationsL4)} after it, ${grouped(retracted)} taken back`;
    const moved = `${exactPoints(indexBeforeE4)} -> ${exactPoints(indexAfterE4)}`;
    return field('changes', `${lastOf(department).padEnd(10)} ${moved}; arrived since the cut-off: ${arrived}`);
  });
}

function entryRow({ department, kind, postingPeriod, version, valueE4 }: LedgerEntry): string[] {
  const words = inWords(EntryKind[kind]?.replace('ENTRY_KIND_', ''));
  return [lastOf(department), words, `in ${lastOf(postingPeriod)}`, `version ${lastOf(version)}`, exactPoints(valueE4)];
}

function nextOf({ state, approved, postingPeriod, run }: Adjustment): string {
  switch (state) {
    case AdjustmentState.ADJUSTMENT_STATE_PROPOSED:
      return `cx adjustment approve: ${approved?.detail ?? ''}`;
    case AdjustmentState.ADJUSTMENT_STATE_APPROVED:
      return run === ''
        ? `wait for the next run: corrections go with ${lastOf(postingPeriod)} now`
        : `cx adjustment post, ${whereIn({ postingPeriod, run })}; not its maker`;
    case AdjustmentState.ADJUSTMENT_STATE_STALE:
      return 'another one was posted: cx adjustment withdraw, then propose it again';
    case AdjustmentState.ADJUSTMENT_STATE_LAPSED:
      return 'the long stop has passed: cx adjustment withdraw';
    default:
      return 'nothing changes it any more';
  }
}

function whereIn({ postingPeriod, run }: Pick<Adjustment, 'postingPeriod' | 'run'>): string {
  return `in ${lastOf(postingPeriod) || 'no period'}, run ${run}`;
}

function stateOf({ state }: Adjustment): string {
  return inWords(AdjustmentState[state]?.replace('ADJUSTMENT_STATE_', ''));
}

function reasonOf({ reason }: Adjustment): string {
  return inWords(AdjustmentReason[reason]?.replace('ADJUSTMENT_REASON_', ''));
}

function field(title: string, text: string): string {
  return `      ${title.padEnd(12)}${text}`;
}
