import { readText } from '#test/tidy/source.js';

/** What docs/access.md promises a caller: everything, index and band, or a refusal. */
export type Answer = 'answered' | 'index' | 'refused';

/** What of a request is the caller's own. */
export interface Own {
  /** Whether it is about a department for which the caller holds its role. */
  readonly department: boolean;
  /** Whether the caller holds its role for a feed. */
  readonly feed: boolean;
}

/** The printed table, as a reader takes it: by call, "/cx.scoring.v1.ScoringService/GetIndex", the scope of each role. */
export function printedTable(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const table = new Map<string, Map<string, string>>();
  let service = '';
  for (const line of readText('docs/access.md').split('\n')) {
    service = /^### (\S+)$/.exec(line)?.[1] ?? service;
    const [, call, permitted] = /^\| ([A-Z]\w+) \| ([^|]+) \|/.exec(line) ?? [];
    if (call === undefined || permitted === undefined) continue;
    const scopes = permitted.split('<br>').flatMap((part) => {
      const [roles = '', scope = ''] = part.split(': ');
      return roles.split(', ').map((role) => [role.trim(), scope.trim()] as const);
    });
    table.set(`/${service}/${call}`, new Map(scopes));
  }
  return table;
}

/** What the table promises to a caller with one role. */
export function promisedAnswer(table: ReturnType<typeof printedTable>, path: string, role: string, own: Own): Answer {
  switch (table.get(path)?.get(role.toLowerCase().replaceAll('_', ' '))) {
    case undefined:
      return 'refused';
    case 'own department':
      return own.department ? 'answered' : 'refused';
    case 'own feed':
      return own.feed ? 'answered' : 'refused';
    case 'own department; of others index and band':
      // An operator has no department of its own.
      return own.department && role !== 'OPERATOR' ? 'answered' : 'index';
    default:
      return 'answered';
  }
}
