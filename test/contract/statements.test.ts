import { beforeAll, describe, expect, it } from 'vitest';
import { ExportServiceClient, GetStatementRequest, type Statement } from '#libs/contracts/cx/bonus/v1/export.js';
import {
  ExportRecordsRequest,
  type ExportRecordsResponse,
  RecordServiceClient,
} from '#libs/contracts/cx/bonus/v1/record.js';
import { bound } from '#libs/domain/access.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { call } from '#libs/grpc/client.js';
import { htmlOf } from '#libs/statements/html.js';
import { statementPage } from '#libs/statements/statement-page.js';
import { parseRecord } from '#libs/statements/statement-record.js';
import { bonusServices } from '#services/scoring/run/bonus.js';
import {
  approve,
  BEGIN,
  clock,
  close,
  countNothing,
  inReview,
  otherAs,
  PEOPLE,
  refusal,
  serveClosing,
} from './periods/closing-bench.js';
import { publishOlist } from './periods/published-olist.js';
import { served, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();

PEOPLE.set('dan', {
  ...{ name: 'dan', kind: 'person' },
  bindings: [bound('DEPARTMENT_READER', { departments: ['delivery'] })],
});
const metrics = { snapshotsTotal: { inc: () => {} }, recordBundlesTotal: { inc: () => {} } } as never;
serveClosing(async () => {
  const rulesets = await publishOlist();
  return bonusServices({
    database: served,
    rulesets,
    clock,
    metrics,
    departments: () => BUILT_IN_SOURCES,
    signer: undefined,
  });
});

const MONTH = '2018-03';
const ask = (who: string, department = 'delivery', version = 0, period = MONTH): Promise<Statement> =>
  call(
    otherAs(ExportServiceClient, who),
    'getStatement',
    GetStatementRequest.fromPartial({ name: `departments/${department}/statements/${period}`, version }),
  );

/** A file of the bundle that HR and auditors get. */
async function bundled(path: string): Promise<Buffer> {
  const request = ExportRecordsRequest.fromPartial({ name: `periods/${MONTH}/snapshots/3`, withoutBatches: true });
  const pieces: Buffer[] = [];
  const stream = otherAs(RecordServiceClient, 'hanna').exportRecords(request) as AsyncIterable<ExportRecordsResponse>;
  for await (const one of stream) if (one.path === path) pieces.push(one.chunk);
  return Buffer.concat(pieces);
}

beforeAll(async () => {
  await countNothing();
  await inReview(MONTH);
  const accepted = { accepts: ['RULES_BOUND_AFTER_START'], reason: 'The works council agreed to it.' };
  for (const who of ['hanna', 'finn', 'fay']) await approve(MONTH, who, accepted);
  await close(MONTH, 'max');
});

describe('the statement of a department', () => {
  it('is its record, byte by byte as in the bundle, with the hashes that prove it', async () => {
    const statement = await ask('dan');
    expect(Buffer.from(statement.record)).toEqual(await bundled('records/delivery.json'));
    const { links } = JSON.parse((await bundled('chains/delivery.json')).toString());
    expect(links.at(-1)).toMatchObject({
      record_id: Buffer.from(statement.recordId).toString('hex'),
      chain_sha256: Buffer.from(statement.chainSha256).toString('hex'),
    });
    expect(statement).toMatchObject({ snapshot: `periods/${MONTH}/snapshots/3`, state: 'CLOSED' });
    // The rules of the demonstration have no review: it ends as the first version is made.
    expect(statement.reviewEndsAt).toEqual(new Date(BEGIN));
  });

  it('says to a department as what people approved, and to HR who', async () => {
    const approvals = async (who: string) =>
      (await ask(who)).approvals.map(({ role, approvedBy }) => `${role} ${approvedBy}`.trim());
    expect(await approvals('dan')).toEqual(['HR', 'FINANCE', 'FINANCE']);
    expect(await approvals('hugo')).toEqual(['HR hanna', 'FINANCE finn', 'FINANCE fay']);
  });

  it('is read by its own department only, and by HR of each', async () => {
    for (const department of ['ordering', 'warehouse', 'support'])
      expect(await refusal(ask('dan', department))).toBe('CALLER_NOT_ALLOWED');
    expect((await ask('mia', 'ordering')).snapshot).toBe(`periods/${MONTH}/snapshots/3`);
  });

  it('of an earlier version is as it was', async () => {
    const first = await ask('dan', 'delivery', 1);
    expect(parseRecord(first.record)).toMatchObject({ version: '1', state: 'PROVISIONAL' });
    expect(first.approvals).toEqual([]); // the second version was approved
  });

  it.each([
    ['a period without a version', ['dan', 'delivery', 0, '2018-04'], 'SNAPSHOT_UNKNOWN'],
    ['a version that is not there', ['dan', 'delivery', 9], 'SNAPSHOT_UNKNOWN'],
    ['a version below 0', ['dan', 'delivery', -1], 'NAME_INVALID'],
    ['a department without a line', ['mia', 'survey'], 'DEPARTMENT_UNKNOWN'],
    ['no period', ['mia', 'delivery', 0, 'May'], 'PERIOD_INVALID'],
  ] as const)('of %s is refused', async (_, asked, reason) => {
    expect(await refusal(ask(...(asked as unknown as Parameters<typeof ask>)))).toBe(reason);
  });

  it('becomes a page whose points add up to its index, and that names no person', async () => {
    const { record, approvals } = await ask('dan');
    const read = parseRecord(record);
    const sum = read.metrics.reduce((all, one) => all + BigInt(one.points_e4), 0n);
    expect(String(sum)).toBe(read.index.index_e4);
    const beside = { recordId: 'a', chainSha256: 'b', state: 'CLOSED', reviewEndsAt: 0, finalAt: 0, factor: undefined };
    const page = statementPage(read, {
      ...beside,
      approvals: approvals.map(({ role, approvedBy }) => ({ role, by: approvedBy, at: 0 })),
    });
    const html = htmlOf(page);
    const said = html.slice(html.indexOf('<main>'));
    for (const person of ['hanna', 'finn', 'fay', 'max', 'mia', 'dan']) expect(said).not.toContain(person);
    expect(html).toContain('would have reached its');
  });
});
