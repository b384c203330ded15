/** grant VERBS on TABLES to the service; a verb may be followed by columns. */
const GRANT = /^grant\s+([^;]*?)\s+on\s+([^;]*?)\s+to :"service";/gm;

/**
 * The tables to which a service only adds rows: it may insert, and the files grant it no update and no delete.
 *
 * @param privileges  the texts of the files privileges.sql
 */
export function insertOnlyTables(privileges: readonly string[]): readonly string[] {
  const [inserted, changed] = [new Set<string>(), new Set<string>()];
  for (const text of privileges) {
    for (const [, verbs = '', on = ''] of withoutComments(text).matchAll(GRANT)) {
      if (/^(function|schema)\b/.test(on)) continue;
      const tables = on.split(',').map((name) => name.trim());
      if (/\binsert\b/.test(verbs)) for (const table of tables) inserted.add(table);
      if (/\b(update|delete|truncate)\b/.test(verbs)) for (const table of tables) changed.add(table);
    }
  }
  return [...inserted].filter((table) => !changed.has(table)).toSorted();
}

function withoutComments(sql: string): string {
  return sql.replaceAll(/--.*$/gm, '');
}
