import { type Period, parsePeriod } from '#libs/domain/period.js';
import { type Exported, exportFile, type Mark, type SourceRow } from '#libs/exports/export-file.js';
import { fileName } from '#libs/exports/file-name.js';
import type { ExportInputs, LeftOut } from '#libs/exports/manifest.js';
import { type Profile, takes } from '#libs/exports/profile/profile.js';
import { deltaRows } from '#libs/exports/rows/delta-rows.js';
import { departmentRows, metricRows } from '#libs/exports/rows/department-rows.js';
import { type Factors, type Frozen, isFinal } from '#libs/exports/rows/frozen.js';
import { payeeRows } from '#libs/exports/rows/payee-rows.js';
import type { DepartmentFactor } from '#libs/payout/factor/department-factor.js';
import type { Correction } from './correction-folder.js';
import type { Payout } from './payout-folder.js';
import type { Profiles } from './profiles.js';
import { RefusedExport } from './refused-export.js';

/** The pay plan that holds in the period, and what it makes of every department. */
export interface PlanFactors {
  readonly name: string;
  readonly sha256: string;
  readonly boundAfterStart: boolean;
  readonly factors: readonly DepartmentFactor[];
}

/** What an export is made from. */
export interface ExportTerms {
  readonly frozen: Frozen;
  readonly profiles: Profiles;
  readonly profile: Profile;
  /** Of a profile that takes a factor. */
  readonly plan: PlanFactors | undefined;
  /** Of a profile whose rows are payees. */
  readonly payout: Payout | undefined;
  /** Of a profile whose rows are deltas. */
  readonly correction?: Correction | undefined;
  readonly isSimulation: boolean;
}

/** A file as it would be written, and what its manifest says. */
export interface MadeExport {
  readonly inputs: ExportInputs;
  readonly exported: Exported;
}

/**
 * What may not be paid, and why. A simulation states the reasons; without one the first of them refuses.
 *
 * @throws {RefusedExport} PERIOD_NOT_CLOSED, PROFILE_IS_DRAFT, PLAN_BOUND_AFTER_START, WHAT_IF, PAYOUT_OF_OTHER_VERSION,
 *   CORRECTION_OF_OTHER_VERSION, NO_DELTAS
 */
export function notPayable({
  frozen,
  profiles,
  plan,
  payout,
  correction,
  isSimulation,
}: ExportTerms): readonly string[] {
  const isOther = payout !== undefined && payout.snapshotSha256 !== frozen.contentSha256;
  if (isOther) throw new RefusedExport('PAYOUT_OF_OTHER_VERSION', `${payout.snapshot}, not ${frozen.snapshot}.`);
  if (correction !== undefined && correction.restatedSha256 !== frozen.contentSha256)
    throw new RefusedExport('CORRECTION_OF_OTHER_VERSION', `${correction.restated}, not ${frozen.snapshot}.`);
  if (correction !== undefined && correction.lines.length === 0) throw new RefusedExport('NO_DELTAS');
  const reasons = [
    ...(isFinal(frozen) ? [] : (['PERIOD_NOT_CLOSED'] as const)),
    ...(payout !== undefined && payout.mark !== 'PAYABLE' ? (['WHAT_IF'] as const) : []),
    ...(plan?.boundAfterStart === true ? (['PLAN_BOUND_AFTER_START'] as const) : []),
    ...(profiles.isDraft ? (['PROFILE_IS_DRAFT'] as const) : []),
  ];
  if (!isSimulation && reasons[0] !== undefined) throw new RefusedExport(reasons[0]);
  return reasons;
}

/** @throws {RefusedExport} as `notPayable`, and NOTHING_PAYABLE */
export function makeExport(terms: ExportTerms): MadeExport {
  const { frozen, profile, profiles, payout, correction, isSimulation } = terms;
  const reasons = notPayable(terms);
  const mark: Mark = isSimulation ? 'SIMULATION' : 'PAYABLE';
  const leftOut = isSimulation ? [] : leftOutOf(terms);
  const out = new Set(leftOut.map(({ department }) => department));
  const going = frozen.departments.filter(({ department }) => !out.has(department));
  if (going.length === 0) throw new RefusedExport('NOTHING_PAYABLE');
  const pool = (payout ?? correction)?.terms.pool ?? '';
  return {
    exported: exportFile(profile, rowsOf(terms, going), mark),
    inputs: {
      ...{ mark, frozen, profile, leftOut, notPayableReasons: reasons },
      published: { name: profiles.name, sha256: profiles.sha256 },
      departments: going.map(({ department }) => department),
      file: fileName(profile, { mark, period: frozen.period, version: frozen.version, pool }),
      payout: payout && { pool, manifestSha256: payout.manifestSha256, paid: payout.paid },
      correction: correction && {
        ...{ pool, manifestSha256: correction.manifestSha256, postingPeriod: correction.postingPeriod },
        ...{ paid: correction.paid, netted: correction.netted, reportedOnly: correction.reportedOnly },
      },
    },
  };
}

function rowsOf(
  { frozen, profile, plan, payout, correction }: ExportTerms,
  going: Frozen['departments'],
): readonly SourceRow[] {
  if (payout !== undefined) return payeeRows(frozen, payout.terms, payout.lines);
  if (correction !== undefined) return deltaRows(frozen, correction.terms, correction.postingPeriod, correction.lines);
  const factors = plan && factorsOf(plan);
  return profile.rows === 'METRICS' ? metricRows(frozen, going, factors) : departmentRows(frozen, going, factors);
}

/** The period of a frozen version. */
export function periodOf({ period }: Pick<Frozen, 'period'>): Period {
  const found = parsePeriod(period);
  if (found === undefined) throw new TypeError(`${period} is no period`);
  return found;
}

/** Whether a profile needs the pay plan. */
export function needsPlan(profile: Profile): boolean {
  const isOfPayees = profile.rows === 'PAYEES' || profile.rows === 'DELTAS';
  return !isOfPayees && (['factor', 'plan', 'plan_sha256'] as const).some((one) => takes(profile, one));
}

function factorsOf({ name, sha256, factors }: PlanFactors): Factors {
  return { plan: name, planSha256: sha256, of: new Map(factors.map((one) => [one.department, one.factor])) };
}

/** The departments that are not paid by this version: the others go on without them. */
function leftOutOf({ frozen: { departments }, plan, payout, correction }: ExportTerms): LeftOut[] {
  const held = new Set(plan?.factors.filter(({ onHold }) => onHold).map(({ department }) => department));
  return departments.flatMap(({ department, notPayableReasons }) => {
    const isUncorrected = correction !== undefined && !correction.departments.includes(department);
    const isUnpaid = payout !== undefined && !payout.departments.includes(department);
    const reasons = [
      ...notPayableReasons,
      ...(held.has(department) ? ['HELD_BY_PLAN'] : []),
      ...(isUnpaid && notPayableReasons.length === 0 ? ['NOT_IN_ALLOCATION'] : []),
      ...(isUncorrected && notPayableReasons.length === 0 ? ['NOT_RESTATED'] : []),
    ];
    return reasons.length === 0 ? [] : [{ department, reasons }];
  });
}
