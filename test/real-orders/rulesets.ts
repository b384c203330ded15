import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const COMPANY = join(import.meta.dirname, '../../data/olist/company');
const read = (file: string) => readFileSync(join(COMPANY, file), 'utf8');

/** The ruleset of the real orders as it is published: YAML. */
export const FIRST_TEXT = read('ruleset.yaml');
/** All rulesets of their company. */
export const RULESET_TEXTS = readdirSync(COMPANY)
  .filter((file) => file.startsWith('ruleset'))
  .map(read);
