import { CLASSES, type Class, ORIGINS, type Origin } from '#libs/domain/observation.js';
import type { Unit } from '#libs/domain/unit.js';
import { integers, smallints, texts } from '#libs/postgres/array.js';
import { type Sql, sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';

const sql: (name: string) => Sql = sqlFolder(import.meta.url, './sql/');

/** A definition of a metric, as rows name it by a number. */
export interface NumberedMetric {
  readonly metric: string;
  readonly definition: number;
}

/** Who answers for a verdict and why, what its facts are worth, and by which documents it was given. */
export interface Finding {
  readonly class: Class;
  readonly reason: string;
  readonly responsible: string;
  readonly origin: Origin;
  readonly rulesPosition: number;
}

/** The most units and findings that are remembered: some 10 MB. */
const MOST = 100_000;

/**
 * The numbers by which rows name metrics, units and findings (migration 0018). A number never changes, so what was read or added by a committed
 * transaction holds as long as the server of the database runs.
 */
export class Numbers {
  readonly #metrics = new Map<string, Map<number, number>>();
  readonly #units = new Map<Unit, number>();
  readonly #findings = new Map<string, number>();

  metric({ metric, definition }: NumberedMetric): number | undefined {
    return this.#metrics.get(metric)?.get(definition);
  }

  unit(unit: Unit): number | undefined {
    return this.#units.get(unit);
  }

  finding(finding: Finding): number | undefined {
    return this.#findings.get(textOf(finding));
  }

  setMetric({ metric, definition }: NumberedMetric, number: number): void {
    const definitions = this.#metrics.get(metric) ?? new Map<number, number>();
    this.#metrics.set(metric, definitions.set(definition, number));
  }

  setUnit(unit: Unit, number: number): void {
    if (this.#units.size >= MOST) this.#units.clear();
    this.#units.set(unit, number);
  }

  setFinding(finding: Finding, number: number): void {
    if (this.#findings.size >= MOST) this.#findings.clear();
    this.#findings.set(textOf(finding), number);
  }
}

/** Neither a reason nor a party holds a blank. */
function textOf({ class: class_, reason, responsible, origin, rulesPosition }: Finding): string {
  return `${rulesPosition} ${class_} ${origin} ${reason} ${responsible}`;
}

/** What a transaction needs the numbers of. */
export interface Numbered {
  readonly metrics: readonly NumberedMetric[];
  readonly units: readonly Unit[];
  readonly findings: readonly Finding[];
}

/** The numbers of everything that a transaction writes. */
export interface NumbersOfWrite {
  metric(metric: NumberedMetric): number;
  unit(unit: Unit): number;
  finding(finding: Finding): number;
}

/**
 * The numbers of what a transaction writes. What is not known is numbered and read, in one turn; it is remembered once the transaction is
 * committed, because a number that it has added is gone when it is rolled back.
 */
export async function numbersFor(tx: Transaction, needed: Numbered, known: Numbers): Promise<NumbersOfWrite> {
  const metrics = distinct(
    needed.metrics,
    (one) => `${one.metric} ${one.definition}`,
    (one) => known.metric(one),
  );
  const units = distinct(
    needed.units,
    (one) => one,
    (one) => known.unit(one),
  );
  const findings = distinct(needed.findings, textOf, (one) => known.finding(one));
  if (metrics.length + units.length + findings.length === 0) return certain([known]);
  const read = new Numbers();
  const [metricNumbers, unitNumbers, findingNumbers] = await Promise.all([
    metrics.length === 0 ? [] : numbered(tx, 'metrics', metricColumns(metrics)),
    units.length === 0 ? [] : numbered(tx, 'units', [texts(units)]),
    findings.length === 0 ? [] : findingsNumbered(tx, findings),
  ]);
  const remember = (numbers: Numbers) => {
    for (const [place, one] of metrics.entries()) numbers.setMetric(one, at(metricNumbers, place));
    for (const [place, one] of units.entries()) numbers.setUnit(one, at(unitNumbers, place));
    for (const [place, one] of findings.entries()) numbers.setFinding(one, at(findingNumbers, place));
  };
  remember(read);
  tx.afterCommit?.(() => remember(known));
  return certain([known, read]);
}

async function numbered(tx: Transaction, what: string, values: readonly unknown[]): Promise<number[]> {
  // In a statement of its own: it sees what another transaction added, for which the first statement had to wait.
  const [, rows] = await Promise.all([
    tx.execute(sql(`add-${what}`), values),
    tx.query<{ readonly number: number }>(sql(`find-${what}`), values),
  ]);
  return rows.map(({ number }) => number);
}

function metricColumns(metrics: readonly NumberedMetric[]): readonly unknown[] {
  return [texts(metrics.map(({ metric }) => metric)), integers(metrics.map(({ definition }) => definition))];
}

/** All findings of a transaction are of one position, that of the rules by which it judges. */
function findingsNumbered(tx: Transaction, findings: readonly Finding[]): Promise<number[]> {
  return numbered(tx, 'findings', [
    smallints(findings.map((one) => CLASSES.numberOf(one.class))),
    smallints(findings.map(({ origin }) => ORIGINS.numberOf(origin))),
    texts(findings.map(({ reason }) => reason)),
    texts(findings.map(({ responsible }) => responsible)),
    findings[0]?.rulesPosition,
  ]);
}

/** Those without a known number, each once. */
function distinct<One>(
  some: readonly One[],
  textOfOne: (one: One) => string,
  numberOf: (one: One) => number | undefined,
): One[] {
  const unknown = new Map<string, One>();
  for (const one of some) if (numberOf(one) === undefined) unknown.set(textOfOne(one), one);
  return [...unknown.values()];
}

function certain(known: readonly Numbers[]): NumbersOfWrite {
  const find = (what: string, numberIn: (numbers: Numbers) => number | undefined): number => {
    for (const numbers of known) {
      const number = numberIn(numbers);
      if (number !== undefined) return number;
    }
    throw new Error(`${what} has no number`);
  };
  return {
    metric: (one) => find(one.metric, (numbers) => numbers.metric(one)),
    unit: (one) => find(one, (numbers) => numbers.unit(one)),
    finding: (one) => find('a finding', (numbers) => numbers.finding(one)),
  };
}

function at(numbers: readonly number[], place: number): number {
  const number = numbers[place];
  if (number === undefined) throw new Error('a number was neither added nor found');
  return number;
}
