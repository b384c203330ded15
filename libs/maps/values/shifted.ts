import { addDays, civilDaysLater, instantOfWallTime, type Zone } from '#libs/domain/time.js';
import type { Findings, Path } from '../findings.js';
import type { ExpressionDocument } from '../map-document.js';
import { listOf, type Row } from './scope.js';
import { type Expression, WRONG } from './template.js';
import { Fault, inColumns, type Scalar } from './value.js';

const ELAPSED_MS: Readonly<Record<string, number>> = { seconds: 1_000, minutes: 60_000, hours: 3_600_000 };

type Compile = (document: ExpressionDocument, path: Path) => Expression;

/** An instant or a day, some time later or earlier: `plus: {minutes: 60}`, `minus: {civil_days: 1}`. Elapsed time needs an instant. */
export function shifted(
  of: Expression,
  operand: { readonly [key: string]: ExpressionDocument },
  compile: Compile,
  path: Path,
  findings: Findings,
): Expression {
  let found = of;
  for (const [key, sign] of [
    ['plus', 1],
    ['minus', -1],
  ] as const) {
    const duration = operand[key];
    if (duration === undefined) continue;
    if (typeof duration !== 'object' || Array.isArray(duration)) {
      findings.add([...path, key], 'this is no duration', 'write {hours: 4}, or seconds, minutes, civil_days');
      return WRONG;
    }
    for (const [unit, amount] of Object.entries(duration))
      found = step(
        found,
        { unit, sign, amount: compile(amount, [...path, key, unit]) },
        [...path, key, unit],
        findings,
      );
  }
  return found;
}

interface Step {
  readonly unit: string;
  readonly sign: 1 | -1;
  readonly amount: Expression;
}

function step(of: Expression, { unit, sign, amount }: Step, path: Path, findings: Findings): Expression {
  const elapsed = ELAPSED_MS[unit];
  const wrong =
    elapsed === undefined && unit !== 'civil_days'
      ? `there is no duration ${unit}`
      : of.type !== 'instant' && (of.type !== 'day' || elapsed !== undefined)
        ? `${unit} cannot be added to a value of type ${of.type}`
        : !/^(whole|decimal)$/.test(amount.type)
          ? 'the duration is not a number'
          : undefined;
  if (of === WRONG || amount === WRONG) return WRONG;
  if (wrong !== undefined) {
    findings.add(path, wrong, 'use seconds, minutes, hours or civil_days with an instant, civil_days with a day');
    return WRONG;
  }
  const columns = [...of.columns, ...amount.columns];
  const read = (row: Row): Scalar => {
    const from = listOf(of.read(row))[0];
    const size = listOf(amount.read(row))[0];
    if (from === undefined || size === undefined) return undefined;
    return inColumns(columns, () => later(from, sign * Number(size), elapsed, row.zone));
  };
  return { type: of.type, several: false, columns, read };
}

function later(from: Scalar, size: number, elapsed: number | undefined, zone: Zone | undefined): Scalar {
  if (elapsed !== undefined) return Number(from) + Math.round(size * elapsed);
  if (!Number.isInteger(size)) throw new Fault(`${size} is not a whole number of days`, 'use hours');
  if (typeof from === 'string') return addDays(from, size);
  return civilDaysLater(Number(from), size, needed(zone));
}

/** A day at a time of day: `{value: "{shipped_on}", at_time: "18:00"}`. */
export function atTime(of: Expression, time: string, path: Path, findings: Findings): Expression {
  const isTime = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(time);
  if (!isTime) findings.add([...path, 'at_time'], `"${time}" is not a time of day`, 'write "18:00"');
  if (of !== WRONG && of.type !== 'day')
    findings.add(path, `at_time needs a day, not a value of type ${of.type}`, 'give the column the type day');
  if (!isTime || of.type !== 'day') return WRONG;
  const full = time.length === 5 ? `${time}:00` : time;
  const read = (row: Row): Scalar => {
    const day = listOf(of.read(row))[0];
    return day === undefined
      ? undefined
      : inColumns(of.columns, () => instantOfWallTime(`${day}T${full}`, needed(row.zone)));
  };
  return { type: 'instant', several: false, columns: of.columns, read };
}

/** @throws {Fault} when the row has no time zone */
export function needed(zone: Zone | undefined): Zone {
  if (zone !== undefined) return zone;
  throw new Fault('the time zone is missing', 'name it, in the map or with --zone Europe/Berlin');
}
