import { inWords } from '#libs/domain/enum-words.js';
import {
  ACCEPTABLE,
  type Acceptable,
  APPROVAL_ROLES,
  type ApprovalRole,
  type History,
  type PeriodEvent,
} from './history.js';
import { isHeld } from './holds.js';

/** How many people approve a line: two of different roles, three when they accept what is against paying or leave a contest open. */
export const PEOPLE = 2;
export const PEOPLE_FOR_OVERRIDE = 3;

/** How far the newest version of a period is approved. */
export interface Approvals {
  /** Those that name the newest version, in order of time. */
  readonly current: readonly PeriodEvent[];
  /** Those that name an earlier version, so that they count no more. */
  readonly stale: readonly PeriodEvent[];
  readonly needed: number;
  /** What is missing of the lines of departments that are not held. */
  readonly missing: readonly LineMissing[];
  readonly isComplete: boolean;
  /** What all of them accept, when enough people do. */
  readonly accepted: readonly Acceptable[];
  /** The contests that all of them carve out, when enough people do. */
  readonly carvedOut: readonly number[];
}

/** A line that is not approved yet. */
export interface LineMissing {
  readonly department: string;
  readonly people: number;
  readonly roles: readonly ApprovalRole[];
}

/** The approvals that no one has withdrawn. */
export function standingApprovals({ events }: Pick<History, 'events'>): readonly PeriodEvent[] {
  const withdrawn = new Set(events.map(({ withdraws }) => withdraws));
  return events.filter(({ kind, number }) => kind === 'APPROVED' && !withdrawn.has(number));
}

/** Who has approved the newest version. No one approves the line of their own department, so each line is looked at by itself. */
export function approvalsOf(history: History): Approvals {
  const newest = history.versions.at(-1);
  const standing = standingApprovals(history);
  const isCurrent = ({ contentSha256 }: PeriodEvent) => contentSha256 === newest?.contentSha256;
  const current = standing.filter(isCurrent);
  const overrides = current.some(({ accepts, carvedOut }) => accepts.length > 0 || carvedOut.length > 0);
  const needed = overrides ? PEOPLE_FOR_OVERRIDE : PEOPLE;
  const lines = (newest?.lines ?? []).filter(({ department }) => !isHeld(history.events, department));
  const missing = lines.flatMap(({ department }) => missingOf(department, current, needed));
  const isEnough = current.length >= PEOPLE_FOR_OVERRIDE;
  const [first] = current;
  return {
    current,
    stale: standing.filter((one) => !isCurrent(one)),
    needed,
    missing,
    isComplete: lines.length > 0 && missing.length === 0,
    accepted: isEnough ? ACCEPTABLE.filter((one) => current.every(({ accepts }) => accepts.includes(one))) : [],
    carvedOut: isEnough
      ? (first?.carvedOut ?? []).filter((one) => current.every(({ carvedOut }) => carvedOut.includes(one)))
      : [],
  };
}

/** What a line lacks: people who do not belong to its department, and among them both roles. */
export function missingOf(
  department: string,
  current: readonly Pick<PeriodEvent, 'by' | 'role' | 'departments'>[],
  needed: number,
): LineMissing[] {
  const own = current.filter(({ departments }) => !departments.includes(department));
  const roles = APPROVAL_ROLES.words.filter((role) => !own.some((one) => one.role === role));
  const people = Math.max(needed - new Set(own.map(({ by }) => by)).size, roles.length);
  return people > 0 ? [{ department, people, roles }] : [];
}

/** What each line lacks, in words: "delivery lacks 1 of 2, among them finance". */
export function lacking(missing: readonly LineMissing[], needed: number): readonly string[] {
  return missing.map(({ department, people, roles }) => {
    const who = roles.length === 0 ? 'of any role' : `among them ${roles.map((role) => inWords(role)).join(' and ')}`;
    return `${department} lacks ${people} of ${needed}, ${who}`;
  });
}
