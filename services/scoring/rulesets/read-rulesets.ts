import { readdirSync, readFileSync } from 'node:fs';
import type { Period } from '#libs/domain/period.js';
import { namesPeriod, parseRuleset, type Ruleset } from './ruleset.js';

/**
 * Reads every ruleset of a folder, `*.yaml`, once, when the process starts.
 *
 * @throws {RulesetError} for a mistake in one of them
 * @throws {Error}        when there is none, or two name the same period: a period is judged by one ruleset
 */
export function readRulesets(folder = new URL('./', import.meta.url)): readonly Ruleset[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const rulesets = files.sort().map((file) => parseRuleset(readFileSync(new URL(file, folder), 'utf8')));
  if (rulesets.length === 0) throw new Error('there is no ruleset');

  const seen = new Map<string, string>();
  for (const { name, calendar } of rulesets) {
    for (const period of calendar) {
      const other = seen.get(period.name);
      if (other !== undefined) throw new Error(`${period.name} is named by the rulesets ${other} and ${name}`);
      seen.set(period.name, name);
    }
  }
  return rulesets;
}

/** The ruleset that names a period; undefined when none does. */
export function rulesetFor(rulesets: readonly Ruleset[], period: Period): Ruleset | undefined {
  return rulesets.find((ruleset) => namesPeriod(ruleset, period));
}
