import { type Client, type ClientOptions, Metadata } from '@grpc/grpc-js';
import { AuditServiceClient } from '#libs/contracts/cx/audit/v1/audit.js';
import { bound, type Caller } from '#libs/domain/access.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { client } from '#test/stack/client.js';
import { scoringServices } from '../reasons/servers.js';
import { database } from '../scoring-bench.js';
import { serveOnRecord } from './serve-on-record.js';

/** People of a company. */
const PEOPLE = new Map<string, Caller>(
  [
    { name: 'anna', bindings: [bound('HR_MAKER')] },
    { name: 'ben', bindings: [bound('DEPARTMENT_READER', { departments: ['delivery'] })] },
    { name: 'arno', bindings: [bound('RULES_AUTHOR')] },
    { name: 'paula', bindings: [bound('RULES_PUBLISHER')] },
    { name: 'audrey', bindings: [bound('AUDITOR')] },
    { name: 'powerless', bindings: [] },
  ].map((person) => [person.name, { ...person, kind: 'person' }]),
);

/** One line of the log, as its text states it. */
export interface Said {
  readonly event: string;
  readonly request_id: string;
  readonly who: { readonly name: string; readonly kind: string; readonly roles: readonly string[] };
  readonly what: { readonly call: string; readonly resource: Readonly<Record<string, string>> };
  readonly before?: Readonly<Record<string, string>>;
  readonly after?: Readonly<Record<string, string>>;
  readonly outcome?: { readonly code: string; readonly reason: string };
  readonly count?: string;
}

/** Scoring with its audit log, as its process opens it, over the database of this test. */
export async function serveAudited() {
  const services = scoringServices(database, 1);
  const callers = () => namedCallers(PEOPLE);
  const server = await serveOnRecord({ database, server: 'scoring', services, callers });
  const open: Client[] = [];
  const as = <C extends Client>(
    Constructor: new (...of: never[]) => C,
    name: string,
    options: ClientOptions = {},
  ): C => {
    const made = client(Constructor as never, `127.0.0.1:${server.port}`, name, options) as C;
    open.push(made);
    return made;
  };
  return {
    ...server,
    as,
    /** The newest lines, oldest first. */
    lines: async (limit = 2): Promise<Said[]> => {
      const rows = await database.query<{ line: string }>('select line from audit order by position desc limit $1', [
        limit,
      ]);
      return rows.map(({ line }) => JSON.parse(line) as Said).reverse();
    },
    close: async () => {
      for (const one of open) one.close();
      await server.close();
    },
  };
}

export type Audited = Awaited<ReturnType<typeof serveAudited>>;

/** What an auditor asks. */
export const auditOf = (server: Audited) => server.as(AuditServiceClient, 'audrey');

/** Metadata of one call. */
export function metadataOf(entries: Readonly<Record<string, string>>): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(entries)) metadata.set(key, value);
  return metadata;
}
