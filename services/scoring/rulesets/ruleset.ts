import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { DEPARTMENTS, type Department } from '#libs/domain/observation.js';
import { type Period, parsePeriod, periodsFrom } from '#libs/domain/period.js';
import type { Instant, Zone } from '#libs/domain/time.js';
import type { Anchors } from '../index/arithmetic/score-rate.js';
import { type RulesetDocument, rulesetDocument } from './ruleset-document.js';

/** What a metric counts for in an index. */
export interface MetricRule {
  readonly metric: string;
  /** Only observations of this definition are counted. */
  readonly definition: number;
  /** 1–10 000; those of a department add up to 10 000. */
  readonly weightBp: bigint;
  readonly anchors: Anchors;
}

/** The versioned document by which indexes are made. Data, never code. */
export interface Ruleset {
  /** "2018-first" */
  readonly name: string;
  /** SHA-256 of the canonical bytes, 32 bytes: the identity of the ruleset. */
  readonly sha256: Buffer;
  readonly publishedAt: Instant;
  /** The company's zone: it decides when a period is over, and nothing else. */
  readonly zone: Zone;
  /** Every period it names, months first, each kind in order of time. */
  readonly calendar: readonly Period[];
  /** Accountable cases below which a metric is not measured. */
  readonly minimumCases: { readonly department: bigint; readonly unit: bigint };
  /** 0–10 000. */
  readonly minimumCoverageBp: bigint;
  readonly departments: ReadonlyMap<Department, readonly MetricRule[]>;
}

/**
 * Reads and checks a ruleset. Its hash is that of its meaning, not of its layout: comments and order of keys do not count,
 * order of metrics does.
 *
 * @param text  YAML
 * @throws {RulesetError} with all mistakes at once
 */
export function parseRuleset(text: string): Ruleset {
  const checked = rulesetDocument.safeParse(parse(text));
  if (!checked.success) throw new RulesetError(checked.error.issues.map(({ path, message }) => ({ path, message })));
  const document = checked.data;
  return {
    name: document.ruleset,
    sha256: createHash('sha256').update(canonicalBytes(document)).digest(),
    publishedAt: Date.parse(document.published_at),
    zone: document.zone,
    calendar: [document.calendar.months, document.calendar.twelve_months].flatMap(({ first, last }) =>
      periodsFrom(known(first), known(last)),
    ),
    minimumCases: {
      department: BigInt(document.minimum_cases.department),
      unit: BigInt(document.minimum_cases.unit),
    },
    minimumCoverageBp: BigInt(document.minimum_coverage_bp),
    departments: new Map(DEPARTMENTS.map((department) => [department, document.departments[department].map(ruleFrom)])),
  };
}

/** The bytes that are hashed: one spelling for one meaning. */
export function canonicalBytes(document: RulesetDocument): Buffer {
  return Buffer.from(canonicalJson(document));
}

/** Whether the ruleset may judge this period. Rules bind before a period starts, so each names its periods. */
export function namesPeriod({ calendar }: Ruleset, { name }: Period): boolean {
  return calendar.some((period) => period.name === name);
}

/** All mistakes of a ruleset document. It stops the process: no index is made by half a ruleset. */
export class RulesetError extends Error {
  constructor(mistakes: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]) {
    super(mistakes.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
    this.name = 'RulesetError';
  }
}

function ruleFrom(rule: RulesetDocument['departments'][Department][number]): MetricRule {
  return {
    metric: rule.metric,
    definition: rule.definition,
    weightBp: BigInt(rule.weight_bp),
    anchors: {
      floorPpm: BigInt(rule.floor_ppm),
      targetPpm: BigInt(rule.target_ppm),
      worldClassPpm: BigInt(rule.world_class_ppm),
    },
  };
}

function known(name: string): Period {
  const period = parsePeriod(name);
  if (period === undefined) throw new Error(`${name} was checked to be a period`);
  return period;
}
