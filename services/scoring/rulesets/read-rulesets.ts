import { readdirSync, readFileSync } from 'node:fs';
import { parseRuleset } from './ruleset.js';
import { type Rulesets, rulesetsOf } from './rulesets.js';

/**
 * Reads every ruleset of a folder, `*.yaml`, once, when the process starts.
 *
 * @throws {RulesetError} for a mistake in one of them
 * @throws {Error}        as `rulesetsOf`
 */
export function readRulesets(folder = new URL('./', import.meta.url)): Rulesets {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return rulesetsOf(files.sort().map((file) => parseRuleset(readFileSync(new URL(file, folder), 'utf8'))));
}
