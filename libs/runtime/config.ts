import type { z } from 'zod';

/** Settings are missing or wrong. The message has one sentence for each mistake. */
export class ConfigError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'ConfigError';
  }
}

/**
 * Reads the configuration from environment variables, once, at the start. An empty variable counts as not set. A sentence about a
 * mistake holds the `.describe()` of its field and never the value, because some values are secret.
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
