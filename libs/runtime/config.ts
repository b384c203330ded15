import type { z } from 'zod';

/** The environment does not say what the process needs. Its message has one sentence a mistake. */
export class ConfigError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'ConfigError';
  }
}

/**
 * Reads configuration from environment variables, once, at start. A variable that is set to nothing counts as not set. What
 * `.describe()` says of a field stands in the sentence about it; values never do, because some are secret.
 *
 * @throws {ConfigError} with all mistakes together
 */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const read = schema.safeParse(set);
  if (read.success) return read.data;
  throw new ConfigError(read.error.issues.map((issue) => sentence(issue, schema, set)));
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
