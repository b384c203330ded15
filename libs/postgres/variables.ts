import pg from 'pg';

/**
 * Replaces `:"name"` by a quoted identifier and `:'name'` by a quoted text, as psql does with `-v name=value`; inside `$$` too. So
 * the same file works in psql and here.
 *
 * @throws for a name that has no value
 */
export function withVariables(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/(?<!:):(["'])([a-z_]+)\1/g, (_, quote: string, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the statement names ${name}, which has no value`);
    return quote === '"' ? pg.escapeIdentifier(value) : pg.escapeLiteral(value);
  });
}
