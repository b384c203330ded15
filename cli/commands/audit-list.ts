import { AuditLine } from '#libs/contracts/cx/audit/v1/audit.js';
import { call as ask } from '#libs/grpc/client.js';
import { type Call, type Command, numberOption, option, UsageError } from '../command.js';
import { auditOf, servers } from '../connect.js';
import { table } from '../format.js';

/** `cx audit list`: who called what, newest first. */
export const auditList: Command = {
  parameters: '',
  description: 'Lists the audit log of every process, newest first: who called what, when, and how it ended.',
  example: 'cx audit list --limit 5',
  options: {
    server: { type: 'string', description: 'only the log of this process: scoring, delivery, ...' },
    caller: { type: 'string', description: 'only calls of this caller' },
    call: { type: 'string', description: 'only this call: cx.documents.v1.DocumentService/PublishDocument' },
    from: { type: 'string', description: 'only lines from this time on: 2026-03-01 or 2026-03-01T08:00:00Z' },
    until: { type: 'string', description: 'only lines before this time' },
    limit: { type: 'string', description: 'lines; default: 20' },
  },
  run: async (call) => {
    const limit = numberOption(call, 'limit', 20);
    const found = (await Promise.all(chosen(call).map((server) => linesOf(server, call, limit)))).flat();
    const lines = found.sort((one, other) => (one.said.at < other.said.at ? 1 : -1)).slice(0, limit);
    if (call.json)
      call.print(
        JSON.stringify(
          lines.map(({ line }) => AuditLine.toJSON(line)),
          undefined,
          2,
        ),
      );
    else if (lines.length === 0) call.print('No line of the audit log matches.');
    else
      for (const row of table(
        lines.map(({ said }) => rowOf(said)),
        ['left', 'left', 'left', 'left', 'left', 'left'],
      ))
        call.print(row);
    return 0;
  },
};

/** What the text of a line states, as far as it is printed. */
interface Said {
  readonly at: string;
  readonly server: string;
  readonly event: string;
  readonly who: { readonly name: string; readonly kind: string };
  readonly what: { readonly call: string; readonly resource: Readonly<Record<string, string>> };
  readonly outcome?: { readonly code: string; readonly reason: string };
  readonly count?: string;
}

interface Found {
  readonly line: AuditLine;
  readonly said: Said;
}

function chosen(call: Call): readonly string[] {
  const wanted = option(call, 'server');
  if (wanted === '') return servers();
  if (servers().includes(wanted)) return [wanted];
  throw new UsageError(`--server takes one of ${servers().join(', ')}, not ${wanted}`);
}

async function linesOf(server: string, call: Call, limit: number): Promise<Found[]> {
  const question = { caller: option(call, 'caller'), call: option(call, 'call') };
  const times = { from: timeIn(call, 'from'), until: timeIn(call, 'until') };
  const log = auditOf(server);
  const found: Found[] = [];
  let pageToken = '';
  do {
    const pageSize = Math.min(limit - found.length, 500);
    const page = await ask(log, 'listAudit', { ...question, ...times, pageSize, pageToken });
    found.push(...page.lines.map((line) => ({ line, said: JSON.parse(line.text) as Said })));
    pageToken = page.nextPageToken;
  } while (pageToken !== '' && found.length < limit);
  return found;
}

function timeIn(call: Call, name: string): Date | undefined {
  const text = option(call, name);
  if (text === '') return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new UsageError(`--${name} takes a time such as 2026-03-01T08:00:00Z, not ${text}`);
  return time;
}

function rowOf({ at, server, event, who, what, outcome, count }: Said): string[] {
  const call = what.call.split('.').at(-1) ?? '';
  const resource = Object.entries(what.resource).map(([field, value]) => `${field} ${value}`);
  const times = count === undefined ? '' : `${count} times `;
  return [
    `${at.slice(0, 19)}Z`,
    server,
    times + event,
    who.name === '' ? who.kind : `${who.name} (${who.kind})`,
    [call, ...resource].join(' '),
    outcome === undefined ? '' : [outcome.code, outcome.reason].filter((word) => word !== '').join(' '),
  ];
}
