import { Role } from '#libs/contracts/cx/access/v1/access.js';
import {
  type Approval,
  ApprovalRole,
  NextStep,
  type PeriodLife,
  PeriodState,
  type VersionSummary,
} from '#libs/contracts/cx/bonus/v1/period.js';
import { inWords } from '#libs/domain/enum-words.js';
import { lastOf } from '../names.js';
import { askedBy } from './asked-by.js';

/** One line of a list: "2018-07  in review     an hr approver or a finance approver approves the newest version". */
export function periodLine(period: PeriodLife): string {
  const late = period.overdue ? '  OVERDUE' : '';
  return `  ${lastOf(period.name).padEnd(12)}${stateWords(period.state).padEnd(13)}${nextWords(period)}${late}`;
}

/** The life of a period for people: where it is, what is missing, who may act next. */
export function periodLines(period: PeriodLife): string[] {
  const {
    windows,
    newest,
    closed,
    restated,
    adjustmentsWaiting,
    approvals,
    holds,
    guards,
    arrivals,
    contests,
    voidAskedBy,
    voidReason,
  } = period;
  const instants: [string, Date | undefined][] = [
    ['period over', windows?.endsAt],
    ['result may be made', windows?.graceEndsAt],
    ['review ends', windows?.reviewEndsAt],
    ['cut-off', windows?.cutOffAt],
    ['to be closed by', windows?.decideBy],
    ['final', windows?.finalAt],
  ];
  return [
    `  ${period.name}   ${stateWords(period.state)}   ${period.ruleset}   step ${period.version}`,
    ...instants.flatMap(([words, at]) => (at === undefined ? [] : [`      ${words.padEnd(20)}${minute(at)}`])),
    ...(newest === undefined ? [] : versionLines('newest version', newest)),
    ...approvals.map(approvalLine),
    ...holds.map(
      ({ department, heldBy, reason }) => `      on hold             ${lastOf(department)}, by ${heldBy}: ${reason}`,
    ),
    ...contests.map(
      ({ name, overdue, decideBy }) =>
        `      open contest        ${name}${overdue ? ', its decision is overdue' : untilWords(decideBy)}`,
    ),
    ...arrivals.flatMap(({ department, l0, l1, l2, l3, l4, l5 }) => {
      const late = `${l1} late, ${l2} in review, ${l3 + l4 + l5} too late`;
      return [`      arrived             ${lastOf(department).padEnd(10)} ${l0} in time, ${late}`];
    }),
    ...(voidAskedBy === '' ? [] : [`      void asked by       ${voidAskedBy}: ${voidReason}`]),
    ...(closed === undefined ? [] : versionLines('closed version', closed)),
    ...(restated === undefined ? [] : versionLines('restated version', restated)),
    ...(adjustmentsWaiting === 0
      ? []
      : [`      corrections wait    ${adjustmentsWaiting}: cx adjustment list ${lastOf(period.name)}`]),
    ...guards.map(({ met, reason, detail }) => `  ${met ? 'ok  ' : 'NO  '}  ${askedBy(reason).padEnd(20)}${detail}`),
    `  => ${nextWords(period)}`,
  ];
}

/** What to do once a period is closed: take what proves it, and check that where this installation is not needed. */
export function proofLines({ closed }: Pick<PeriodLife, 'closed'>): string[] {
  if (closed === undefined) return [];
  const [, period = '', version = ''] = /^periods\/(.+)\/snapshots\/(.+)$/.exec(closed.name) ?? [];
  const folder = `${period}-v${version}`;
  return [
    `  Next: take what proves it:   npx cx bonus record ${closed.name} --out ${folder}`,
    `        check it, anywhere:    npx cx verify ${folder}`,
  ];
}

function versionLines(title: string, version: VersionSummary): string[] {
  const why = version.notPayableReasons.map(inWords).join(', ');
  const by = version.madeBy === '' ? '' : ` by ${version.madeBy}`;
  return [
    `      ${title.padEnd(20)}${version.name}${by}, ${version.payable ? 'payable' : `not payable: ${why}`}`,
    `      ${'content'.padEnd(20)}${Buffer.from(version.contentSha256).toString('hex')}`,
  ];
}

function approvalLine({
  approvedBy,
  role,
  approvedAt,
  version,
  stale,
  accepts,
  carvedOut,
  ownDepartments,
}: Approval): string {
  const as = role === ApprovalRole.APPROVAL_ROLE_HR ? 'hr' : 'finance';
  const parts = [
    `version ${version} by ${approvedBy} as ${as}, ${minute(approvedAt)}`,
    ...(accepts.length > 0 ? [`accepts ${accepts.join(', ')}`] : []),
    ...(carvedOut.length > 0 ? [`without contests ${carvedOut.join(', ')}`] : []),
    ...(ownDepartments.length > 0 ? [`not for ${ownDepartments.map(lastOf).join(', ')}`] : []),
    ...(stale ? ['counts no more: a newer version was made'] : []),
  ];
  return `      approved            ${parts.join('; ')}`;
}

/** What is left to do where no step leads on. */
const ENDED: Readonly<Record<number, string>> = {
  [PeriodState.PERIOD_STATE_VOIDED]: 'voided',
  [PeriodState.PERIOD_STATE_CLOSED]: 'nothing changes it; what arrives is corrected by cx adjustment propose',
  [PeriodState.PERIOD_STATE_ADJUSTED]: 'nothing changes it; what arrives is corrected by cx adjustment propose',
};

/** What comes next and who does it: a caller who may not act learns whom to ask. */
function nextWords({ nextStep, nextAt, whoMay, whoMayNot, state, approvalsNeeded }: PeriodLife): string {
  const roles = whoMay.map((role) => inWords(Role[role]?.replace('ROLE_', ''))).join(' or ');
  const not = whoMayNot.length === 0 ? '' : `, but not ${whoMayNot.join(', ')}`;
  switch (nextStep) {
    case NextStep.NEXT_STEP_WAIT:
      return `wait until ${minute(nextAt)}`;
    case NextStep.NEXT_STEP_CREATE_SNAPSHOT:
      return `${roles}: cx bonus snapshot`;
    case NextStep.NEXT_STEP_DECIDE_CONTESTS:
      return `${roles}: cx rulings decide`;
    case NextStep.NEXT_STEP_APPROVE:
      return `${roles}: cx period approve, ${approvalsNeeded} people${not}`;
    case NextStep.NEXT_STEP_CLOSE:
      return `${roles}: cx period close${not}`;
    default:
      return ENDED[state] ?? 'nothing changes it any more';
  }
}

/** "in review" */
export function stateWords(state: PeriodState): string {
  return inWords(PeriodState[state]?.replace('PERIOD_STATE_', '')) || 'in an unknown state';
}

function untilWords(at: Date | undefined): string {
  return at === undefined ? '' : `, to be decided by ${minute(at)}`;
}

function minute(at: Date | undefined): string {
  return at === undefined ? '' : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
