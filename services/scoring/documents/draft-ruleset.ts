import { inYaml } from '#libs/documents/reading/json-schema.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import type { RulesetDocument } from '#libs/documents/ruleset/ruleset-document.js';
import { dayOf, type Instant, isoInstant } from '#libs/domain/time.js';
import type { SuggestedMetric } from '../answers/suggestion.js';
import type { Anchors } from '../index/arithmetic/score-rate.js';
import { LEAST_MONTHS } from '../index/suggest/suggest-anchors.js';
import type { Ruleset } from '../rulesets/ruleset.js';
import { draftCalendar, firstMonthOf } from './draft-calendar.js';
import { anchorLines, percentOf } from './draft-reasons.js';

/** What a draft is made of. */
export interface Draft {
  /** Weights, minimum volumes, coverage, context and kinds of periods are its. */
  readonly base: Ruleset;
  /** Its YAML. */
  readonly baseText: string;
  /** "2026-01 to 2026-12" */
  readonly span: string;
  readonly metrics: readonly SuggestedMetric[];
  readonly now: Instant;
}

/**
 * A ruleset with the suggested anchors, YAML, with the reasons as comments. Where there are no anchors it says why and leaves them out:
 * then the linter names what is missing. It takes over with the next period of each kind and is published by no program.
 */
export function draftRuleset({ base, baseText, span, metrics, now }: Draft): string {
  // `base` was read from this text, so it has the shape of a ruleset.
  const written = parseYaml(baseText).value as RulesetDocument;
  const today = dayOf(now, base.zone);
  const lines = [
    '# yaml-language-server: $schema=schemas/ruleset.json',
    `# A suggestion: the weights of ${base.name}, with anchors from the months ${span}. docs/suggested-anchors.md has the method.`,
    '# Read it, change it, give it a name, look at cx company shadow, and publish it. No program publishes it.',
    `ruleset: suggested-${firstMonthOf(base.calendar, today)}`,
    `published_at: ${isoInstant(now).slice(0, 19)}Z`,
    `zone: ${inYaml(base.zone)}`,
    '',
    '# From the next period of each kind on, until another ruleset names one.',
    'calendar:',
    ...draftCalendar(base.calendar, today).map((line) => `  ${line}`),
    '',
    `minimum_cases: ${inYaml(written.minimum_cases)}`,
    `minimum_coverage_bp: ${written.minimum_coverage_bp}`,
    '',
    '# Anchors are rates of hits in parts per million: the floor earns 0 points, the target 80, world class 100.',
    'departments:',
    ...[...base.departments.keys()].flatMap((department) => [
      `  ${department}:`,
      ...metrics.filter((metric) => metric.department === department).flatMap((metric) => metricLines(metric)),
    ]),
    ...(written.context === undefined ? [] : ['context:', ...written.context.map((one) => `  - ${inYaml(one)}`)]),
  ];
  return `${lines.join('\n')}\n`;
}

function metricLines(metric: SuggestedMetric): readonly string[] {
  const { definition, weightBp, anchors: inForce, stated } = metric.rule;
  const before = [inForce.floorPpm, inForce.targetPpm, inForce.worldClassPpm].map(percentOf).join(', ');
  return [
    `    - metric: ${stated.id}`,
    `      definition: ${definition}`,
    `      weight_bp: ${weightBp}`,
    ...anchorLines(metric, LEAST_MONTHS).map((line) => `      ${line}`),
    `      # Before: ${before}.`,
    ...tooHighLines(inForce),
  ];
}

/** Where a rate is too high is a decision of the company, which no month suggests: the draft keeps it. */
function tooHighLines({ tooHigh }: Anchors): readonly string[] {
  if (tooHigh === undefined) return [];
  const { worldClassPpm, targetPpm, floorPpm } = tooHigh;
  return [
    '      # Kept as it is; world_class_ppm may not be above the one of too_high.',
    `      too_high: { world_class_ppm: ${worldClassPpm}, target_ppm: ${targetPpm}, floor_ppm: ${floorPpm} }`,
  ];
}
