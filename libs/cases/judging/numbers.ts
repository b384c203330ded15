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

/** Who answers for a verdict and why, and what its facts are worth. With the documents by which it was given it has a number. */
export interface Finding {
  readonly class: Class;
  readonly reason: string;
  readonly responsible: string;
  readonly origin: Origin;
}

/** The most units that are remembered: some 10 MB. */
const MOST = 100_000;
/** The most positions of documents whose findings are remembered. */
const MOST_POSITIONS = 1_000;

/**
 * The numbers by which rows name metrics, units and findings (migration 0018). A number never changes, so what was read or added by a committed
 * transaction holds as long as the server of the database runs. Every verdict is looked up, so nothing is made for that.
 */
export class Numbers {
  readonly #metrics = new Map<string, Map<number, number>>();
  readonly #units = new Map<Unit, number>();
  /** By position, reason, responsible party, and then class and origin. */
  readonly #findings = new Map<number, Map<string, Map<string, number[]>>>();

  metric({ metric, definition }: NumberedMetric): number | undefined {
    return this.#metrics.get(metric)?.get(definition);
  }

  unit(unit: Unit): number | undefined {
    return this.#units.get(unit);
  }

  finding(finding: Finding, rulesPosition: number): number | undefined {
    return this.#findings.get(rulesPosition)?.get(finding.reason)?.get(finding.responsible)?.[slotOf(finding)];
  }

  setMetric({ metric, definition }: NumberedMetric, number: number): void {
    inner(this.#metrics, metric).set(definition, number);
  }

  setUnit(unit: Unit, number: number): void {
    if (this.#units.size >= MOST) this.#units.clear();
    this.#units.set(unit, number);
  }

  setFinding(finding: Finding, rulesPosition: number, number: number): void {
    if (this.#findings.size >= MOST_POSITIONS) this.#findings.clear();
    const ofReason = inner(inner(this.#findings, rulesPosition), finding.reason);
    const numbers = ofReason.get(finding.responsible) ?? [];
    numbers[slotOf(finding)] = number;
    ofReason.set(finding.responsible, numbers);
  }
}

function inner<Key, InnerKey, Value>(outer: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  const known = outer.get(key) ?? new Map<InnerKey, Value>();
  outer.set(key, known);
  return known;
}

function slotOf(finding: Finding): number {
  return CLASSES.numberOf(finding.class) * 4 + ORIGINS.numberOf(finding.origin);
}

/** What a transaction needs the numbers of. */
export interface Numbered {
  readonly metrics: readonly NumberedMetric[];
  readonly units: readonly Unit[];
  readonly findings: readonly Finding[];
  /** Of the newest document by which it judges. */
  readonly rulesPosition: number;
}

/** The numbers of everything that a transaction writes. */
export class NumbersOfWrite {
  constructor(
    private readonly known: Numbers,
    private readonly rulesPosition: number,
    private readonly read = known,
  ) {}

  metric(metric: NumberedMetric): number {
    return this.known.metric(metric) ?? this.read.metric(metric) ?? missing(metric.metric);
  }

  unit(unit: Unit): number {
    return this.known.unit(unit) ?? this.read.unit(unit) ?? missing(unit);
  }

  finding(finding: Finding): number {
    const { known, read, rulesPosition } = this;
    return known.finding(finding, rulesPosition) ?? read.finding(finding, rulesPosition) ?? missing(finding.reason);
  }
}

function missing(what: string): never {
  throw new Error(`"${what}" has no number`);
}

/**
 * The numbers of what a transaction writes. What is not known is numbered and read, in one turn; it is remembered once the transaction is
 * committed, because a number that it has added is gone when it is rolled back.
 */
export async function numbersFor(tx: Transaction, needed: Numbered, known: Numbers): Promise<NumbersOfWrite> {
  const { rulesPosition } = needed;
  const metrics = distinct(needed.metrics, (one) => `${one.metric} ${one.definition}`);
  const units = distinct(needed.units, (one) => one);
  const findings = distinct(needed.findings, (one) => `${slotOf(one)} ${one.reason} ${one.responsible}`);
  const read = new Numbers();
  const [metricNumbers, unitNumbers, findingNumbers] = await Promise.all([
    metrics.length === 0 ? [] : numbered(tx, sql('add-metrics'), sql('find-metrics'), metricColumns(metrics)),
    units.length === 0 ? [] : numbered(tx, sql('add-units'), sql('find-units'), [texts(units)]),
    findings.length === 0
      ? []
      : numbered(tx, sql('add-findings'), sql('find-findings'), [...findingColumns(findings), rulesPosition]),
  ]);
  const remember = (numbers: Numbers) => {
    for (const [place, one] of metrics.entries()) numbers.setMetric(one, at(metricNumbers, place));
    for (const [place, one] of units.entries()) numbers.setUnit(one, at(unitNumbers, place));
    for (const [place, one] of findings.entries()) numbers.setFinding(one, rulesPosition, at(findingNumbers, place));
  };
  remember(read);
  tx.afterCommit?.(() => remember(known));
  return new NumbersOfWrite(known, rulesPosition, read);
}

async function numbered(tx: Transaction, add: Sql, find: Sql, values: readonly unknown[]): Promise<number[]> {
  // In a statement of its own: it sees what another transaction added, for which the first statement had to wait.
  const [, rows] = await Promise.all([tx.execute(add, values), tx.query<{ readonly number: number }>(find, values)]);
  return rows.map(({ number }) => number);
}

function metricColumns(metrics: readonly NumberedMetric[]): readonly unknown[] {
  return [texts(metrics.map(({ metric }) => metric)), integers(metrics.map(({ definition }) => definition))];
}

function findingColumns(findings: readonly Finding[]): readonly unknown[] {
  return [
    smallints(findings.map((one) => CLASSES.numberOf(one.class))),
    smallints(findings.map(({ origin }) => ORIGINS.numberOf(origin))),
    texts(findings.map(({ reason }) => reason)),
    texts(findings.map(({ responsible }) => responsible)),
  ];
}

/** Each once. */
function distinct<One>(some: readonly One[], textOfOne: (one: One) => string): One[] {
  return [...new Map(some.map((one) => [textOfOne(one), one])).values()];
}

function at(numbers: readonly number[], place: number): number {
  const number = numbers[place];
  if (number === undefined) throw new Error('a number was neither added nor found');
  return number;
}
