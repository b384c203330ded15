import pg from 'pg';

/** What one role may do with one table. */
export interface Granted {
  readonly table: string;
  readonly isView: boolean;
  readonly columns: readonly string[];
  /** Columns for select, insert and update. */
  readonly may: {
    readonly select: readonly string[];
    readonly insert: readonly string[];
    readonly update: readonly string[];
    readonly delete: boolean;
    readonly truncate: boolean;
  };
  /** Whether row-level security binds the role. */
  readonly byRow: boolean;
}

/** A connection to the database, as the role of the address or as another one with the password of tests. */
export async function as(url: string, role?: string): Promise<pg.Client> {
  const address = new URL(url);
  if (role !== undefined) Object.assign(address, { username: role, password: 'cx' });
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  return client;
}

/**
 * How a statement fails, or nothing when it does not; what it did is rolled back.
 *
 * @param isOutside  of a statement that no transaction may hold
 */
export async function attempt(
  client: pg.Client,
  statement: string,
  isOutside = false,
): Promise<{ readonly code?: string; readonly message?: string }> {
  if (!isOutside) await client.query('begin');
  try {
    await client.query(statement);
    return {};
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { code, message };
  } finally {
    if (!isOutside) await client.query('rollback');
  }
}

/** What a role may do with every table and view, as the server itself computes it. */
export async function privilegesOf(admin: pg.Client, role: string): Promise<Granted[]> {
  const { rows } = await admin.query<Granted>(
    `select
       pg_class.relname::text as "table",
       pg_class.relkind in ('v', 'm') as "isView",
       array_agg(pg_attribute.attname::text order by pg_attribute.attnum) as columns,
       json_build_object(
         'select', coalesce(json_agg(pg_attribute.attname order by pg_attribute.attnum)
           filter (where has_column_privilege($1, pg_class.oid, pg_attribute.attnum, 'select')), '[]'),
         'insert', coalesce(json_agg(pg_attribute.attname order by pg_attribute.attnum)
           filter (where has_column_privilege($1, pg_class.oid, pg_attribute.attnum, 'insert')), '[]'),
         'update', coalesce(json_agg(pg_attribute.attname order by pg_attribute.attnum)
           filter (where has_column_privilege($1, pg_class.oid, pg_attribute.attnum, 'update')), '[]'),
         'delete', has_table_privilege($1, pg_class.oid, 'delete'),
         'truncate', has_table_privilege($1, pg_class.oid, 'truncate, trigger, references')
       ) as may,
       exists (
         select from pg_policy
         where pg_policy.polrelid = pg_class.oid
           and pg_policy.polname <> 'service_sees_all'
           and pg_has_role($1, pg_policy.polroles[1], 'usage')
       ) as "byRow"
     from pg_class
     join pg_attribute on pg_attribute.attrelid = pg_class.oid and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
     where pg_class.relnamespace = 'public'::regnamespace and pg_class.relkind in ('r', 'p', 'v', 'm')
     group by pg_class.oid, pg_class.relname, pg_class.relkind
     order by pg_class.relname`,
    [role],
  );
  return rows;
}

export interface RoleInPage {
  readonly role: readonly [database: string, kind: string];
  readonly granted: readonly Granted[];
}

/** docs/database-privileges.md. */
export function privilegesPage(roles: readonly RoleInPage[]): string {
  const parts = roles.flatMap(({ role: [database, kind], granted }) => [
    `## ${headingOf(database, kind)}`,
    '',
    '| table | select | insert | update | delete | truncate |',
    '| --- | --- | --- | --- | --- | --- |',
    ...granted.map(({ table, columns, may, byRow }) => {
      const cells = [
        some(may.select, columns) + (byRow ? ', rows of its departments' : ''),
        some(may.insert, columns),
        some(may.update, columns),
        may.delete ? 'yes' : '',
        may.truncate ? 'yes' : '',
      ];
      return `| \`${table}\` | ${cells.join(' | ')} |`;
    }),
    '',
  ]);
  return [
    '# Who may do what in the databases',
    '',
    '<!-- Printed by `npx vitest run --project contract test/contract/second-wall.test.ts -u` from a PostgreSQL. Change the files',
    'privileges.sql beside the migrations. -->',
    '',
    'The privileges that `main.js migrate` grants, as PostgreSQL itself reports them. An empty cell is a statement that PostgreSQL',
    'refuses. No role of this page may create, alter or drop anything. How the roles are made: [PostgreSQL](postgresql.md#roles).',
    '',
    ...parts,
  ].join('\n');
}

function headingOf(database: string, kind: string): string {
  if (kind === 'reader') return 'A reader in the database of scoring';
  return database === 'scoring' ? 'The service scoring' : 'The service of a department';
}

function some(named: readonly string[], all: readonly string[]): string {
  if (named.length === 0) return '';
  return named.length === all.length ? 'yes' : named.map((column) => `\`${column}\``).join(', ');
}
