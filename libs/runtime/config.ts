import { z } from 'zod';
import { hideInLog } from './log.js';
import { type Env, type ExposedFile, fillFromFiles } from './settings-files.js';

/** Settings are missing or wrong. The message has one sentence for each mistake. */
export class ConfigError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'ConfigError';
  }
}

/** A value that no log, page or error may show. Its `NAME_FILE` may be closed to other users. */
export const SECRET = { secret: true } as const;

/**
 * Reads the configuration from environment variables, once, at the start, and hides its secrets in the log. An empty variable counts as not set, and every setting
 * may come from a file (`fillFromFiles`). A sentence about a mistake holds the `.describe()` of its field and never the value,
 * because some values are secret.
 *
 * @param onExposed  called for a file with a secret that other users of the machine may read or change
 * @throws {ConfigError} with all mistakes together
 */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  env: Env,
  onExposed: (exposed: ExposedFile) => void = () => {},
): z.output<Schema> {
  const names = Object.keys(schema.shape);
  const filled = fillFromFiles(names, env);
  const set = Object.fromEntries(Object.entries(filled.env).filter(([, value]) => value !== undefined && value !== ''));
  for (const name of names) if (isSecret(schema.shape[name])) hideInLog(set[name] ?? '');
  const read = schema.safeParse(set);
  const issues = (read.error?.issues ?? []).filter(({ path }) => !filled.mistakes.has(String(path[0])));
  const mistakes = [...filled.mistakes.values(), ...issues.map((issue) => sentence(issue, schema, set))];
  if (!read.success || mistakes.length > 0) throw new ConfigError(mistakes);
  const secrets = new Set(names.filter((name) => isSecret(schema.shape[name])).map((name) => `${name}_FILE`));
  for (const one of filled.exposed) if (secrets.has(one.setting)) onExposed(one);
  return read.data;
}

/** The secrets of a schema that stand in the environment itself and not in a file. */
export function secretsInEnvironment(schema: z.ZodObject, env: Env): readonly string[] {
  return Object.keys(schema.shape).filter((name) => isSecret(schema.shape[name]) && (env[name] ?? '') !== '');
}

function isSecret(field: unknown): boolean {
  return z.globalRegistry.get(field as z.ZodType)?.['secret'] === true;
}

function sentence(issue: z.core.$ZodIssue, schema: z.ZodObject, set: Record<string, string | undefined>): string {
  const [name, ...inside] = issue.path.map(String);
  if (name === undefined) return `The configuration is wrong: ${issue.message}.`;
  const description = descriptionOf(schema.shape[name]);
  const meant = description === undefined ? '' : ` (${description})`;
  if (set[name] === undefined) return `${name} is not set${meant}.`;
  const where = inside.length === 0 ? '' : ` at ${inside.join('.')}`;
  return `${name} is wrong${where}${meant}: ${issue.message}.`;
}

function descriptionOf(field: unknown): string | undefined {
  return (field as z.ZodType | undefined)?.description;
}
