import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BonusInputServiceService, Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { type ClaimExportRequest, ExportServiceService } from '#libs/contracts/cx/bonus/v1/export.js';
import { Document, DocumentServiceService } from '#libs/contracts/cx/documents/v1/documents.js';
import { bound } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import { servedService } from '#libs/grpc/served-service.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { unary } from '#libs/grpc/unary.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { type SecuredPlace, securedPlace } from '#test/doubles/secured-place.js';
import { runCx } from '#test/stack/run-cx.js';

const TEXTS = {
  'pay-plan': readFileSync('data/olist/company/pay-plan.yaml', 'utf8'),
  'export-profiles': readFileSync('data/olist/company/export-profiles.yaml', 'utf8'),
} as const;
const ROSTER = ['w-77,120000.00,BRL,warehouse', 'd-78,90000.00,BRL,delivery', 's-79,45000.00,BRL,support'];

/** July as it was closed, and as a correction made it: delivery rises, warehouse falls, support is not payable any more. */
const july = (version: number, indexes: readonly (readonly [string, bigint])[]) =>
  Snapshot.fromPartial({
    ...{ name: `periods/2018-07/snapshots/${version}`, version, supersedes: version - 1 },
    ...{ firstDay: '2018-07-01', lastDay: '2018-07-31', contentSha256: Buffer.alloc(32, version) },
    ...(version === 3 ? { state: 'CLOSED' } : { state: 'ADJUSTED', postingPeriod: '2018-08', run: 'R1' }),
    inputs: indexes.map(([department, indexE4]) => ({
      ...{ department: `departments/${department}`, indexE4, coverageBp: 10_000n, status: 'MEASURED' },
      notPayableReasons: version > 3 && department === 'support' ? ['COVERAGE_LOW'] : [],
      metrics: [{ metric: 'metrics/a', effectiveWeightBp: 10_000n, cases: 5_000n }],
    })),
  });
const CLOSED = july(3, [
  ['warehouse', 874_321n],
  ['delivery', 710_050n],
  ['support', 925_000n],
]);
const RESTATED = july(4, [
  ['warehouse', 850_000n],
  ['delivery', 750_000n],
  ['support', 900_000n],
]);

describe('cx bonus export of a correction', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-correction-'));
  const [payout, hr, roster, recovery] = ['payout', 'hr', 'roster.csv', 'recovery.csv'].map((one) =>
    join(folder, one),
  ) as [string, string, string, string];
  const claims: ClaimExportRequest[] = [];
  let place: SecuredPlace;
  let server: RunningServer;
  let versions = [CLOSED];

  const serviceOf = (definition: object, calls: object) =>
    servedService(
      definition as typeof ExportServiceService,
      { ...Object.fromEntries(Object.keys(definition).map((name) => [name, notHere])), ...calls } as never,
    );
  const notHere = unary<unknown, never>(async () => {
    throw new CxError('SNAPSHOT_UNKNOWN', 'there is none');
  });

  beforeAll(async () => {
    place = await securedPlace();
    const hana = { name: 'hana', kind: 'person', bindings: [bound('HR_MAKER')] } as const;
    const services = [
      serviceOf(BonusInputServiceService, {
        getSnapshot: unary(async ({ name }: { name: string }) => {
          const latest = name === 'periods/2018-07/snapshots/latest' ? versions.at(-1) : undefined;
          const found = latest ?? versions.find((one) => one.name === name);
          if (found === undefined) throw new CxError('SNAPSHOT_UNKNOWN', 'there is none');
          return found;
        }),
      }),
      serviceOf(DocumentServiceService, {
        listDocuments: unary(async ({ parent }: { parent: string }) => ({
          documents: [Document.fromPartial({ name: `${parent}/versions/1`, firstDay: '2017-01-01' })],
          nextPageToken: '',
        })),
        getDocument: unary(async ({ name }: { name: string }) => {
          const kind = name.split('/')[1] as keyof typeof TEXTS;
          return Document.fromPartial({ name, firstDay: '2017-01-01', text: TEXTS[kind] });
        }),
      }),
      serviceOf(ExportServiceService, {
        claimExport: unary(async (request: ClaimExportRequest) => {
          claims.push(request);
          return { request, claimedBy: 'hana', claimedAt: new Date('2018-09-03T09:00:00Z') };
        }),
      }),
    ];
    server = await startServer({
      ...{ host: '127.0.0.1', port: 0, services },
      ...namedCallers({ get: () => hana }),
      credentials: place.credentials,
      onBug: (error) => {
        throw error;
      },
    });
    const rows = ROSTER.map((row) => `${row},2018-07-01,2018-08-01,10000`);
    writeFileSync(roster, ['payee,target,currency,department,start,end,share_bp', ...rows, ''].join('\n'));
    await ran('payout', 'allocate', '--roster', roster, '--period', '2018-07', '--out', payout);
    versions = [CLOSED, RESTATED];
  });
  beforeEach(async () => {
    versions = [CLOSED, RESTATED];
    claims.length = 0;
    rmSync(hr, { recursive: true, force: true });
    for (const file of readdirSync(payout).filter((name) => name.startsWith('adjustment-'))) rmSync(join(payout, file));
  });
  afterAll(async () => {
    await server.drain(100);
    place.remove();
    rmSync(folder, { recursive: true });
  });

  const cx = (...words: string[]) => runCx(words, { ...place.env, CX_ADDRESSES: `scoring=127.0.0.1:${server.port}` });
  async function ran(...words: string[]): Promise<string> {
    const { code, stdout, stderr } = await cx(...words);
    expect([code, stderr]).toEqual([0, expect.stringContaining('Written')]);
    return stdout;
  }
  /** @param decided  what HR decided about payees of whom less is due */
  const adjust = (decided: string) => {
    writeFileSync(recovery, `payee,recovery\n${decided}`);
    const closed = join(payout, 'manifest-2018-07-br-brl.json');
    const named = ['--roster', roster, '--period', '2018-07', '--closed-manifest', closed, '--recovery', recovery];
    return ran('payout', 'adjust', ...named, '--out', payout);
  };
  const PROFILE = ['--profile', 'workday-payroll-corrections', '--pool', 'br-brl'];
  const exporting = (...words: string[]) =>
    cx('bonus', 'export', '2018-07', ...PROFILE, '--correction', payout, '--out', hr, ...words);
  const FILE = 'payroll-corrections-2018-07-v4-br-brl.csv';
  const rows = () =>
    readFileSync(join(hr, FILE), 'utf8')
      .trim()
      .split('\r\n')
      .slice(1)
      .map((row) => row.split(','));
  const deltas = () =>
    new Map(
      readFileSync(join(payout, 'adjustment-2018-07-v4-br-brl.csv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((row) => row.split(',').slice(0, 2) as [string, string]),
    );

  it('writes what is paid more and what HR nets, with control totals, and claims what is corrected', async () => {
    await adjust('w-77,NETTED\n');
    const { code, stdout } = await exporting();
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('PAYABLE   periods/2018-07/snapshots/4   workday-payroll-corrections   2 rows'),
    ]);
    expect(rows().map((row) => [row[5], row[7], row[9]])).toEqual([
      ['w-77', deltas().get('w-77'), expect.stringMatching(/^Customer experience 2018-07 corrected in 2018-08: -/)],
      ['d-78', deltas().get('d-78'), expect.stringMatching(/^Customer experience 2018-07 corrected in 2018-08: \d/)],
    ]);
    const manifest = JSON.parse(readFileSync(join(hr, `${FILE}.manifest.json`), 'utf8'));
    expect(manifest).toMatchObject({
      ...{ mark: 'PAYABLE', purpose: 'CORRECTION', state: 'ADJUSTED', rows: '2', snapshot_sha256: '04'.repeat(32) },
      ...{ departments: ['warehouse', 'delivery'] },
      left_out: [{ department: 'support', reasons: ['COVERAGE_LOW'] }],
      correction: {
        ...{ pool: 'br-brl', posting_period: '2018-08', paid: deltas().get('d-78'), netted: deltas().get('w-77') },
        reported_only: '0',
      },
      claim: { claimed_by: 'hana', request_id: claims[0]?.requestId },
    });
    const sum = rows().reduce((total, row) => total + Math.round(Number(row[7]) * 100), 0);
    const total = manifest.totals.find(({ column }: { column: string }) => column === 'Amount');
    expect(total?.sum).toBe((sum / 100).toFixed(2));
    expect(claims).toMatchObject([{ name: 'periods/2018-07/snapshots/4', purpose: 4, pool: 'br-brl' }]);
  });

  it('leaves out a payee who is only reported, and writes the same bytes again with one claim', async () => {
    await adjust('');
    expect((await exporting()).code).toBe(0);
    expect(rows().map((row) => row[5])).toEqual(['d-78']);
    const files = readdirSync(hr).map((file) => [file, readFileSync(join(hr, file), 'utf8')]);
    const manifest = files.find(([name]) => name?.endsWith('manifest.json'))?.[1] ?? '';
    expect(JSON.parse(manifest).correction).toMatchObject({ reported_only: '1', netted: '0.00' });
    expect((await exporting()).code).toBe(0);
    expect(readdirSync(hr).map((file) => [file, readFileSync(join(hr, file), 'utf8')])).toEqual(files);
    expect(new Set(claims.map(({ requestId }) => requestId)).size).toBe(1);
  });

  const manifestFile = () => join(payout, 'adjustment-manifest-2018-07-v4-br-brl.json');
  const change = (file: string, from: RegExp, to: string) =>
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
  it.each<readonly [string, () => unknown]>([
    ['CORRECTION_DIFFERS', () => change(manifestFile(), /"posting_period": "2018-08"/, '"posting_period": "2018-09"')],
    ['CORRECTION_DIFFERS', () => change(join(payout, 'adjustment-2018-07-v4-br-brl.csv'), /REPORT/, 'PAY')],
    ['CORRECTION_OF_OTHER_VERSION', () => (versions = [CLOSED, { ...RESTATED, contentSha256: Buffer.alloc(32, 9) }])],
    ['NOT_CORRECTED', () => (versions = [CLOSED])],
  ])('is refused with %s, and nothing is claimed or written', async (reason, spoil) => {
    await adjust('');
    spoil();
    const { code, stderr } = await exporting();
    expect([code, stderr]).toEqual([1, expect.stringContaining(`${reason}: `)]);
    expect(claims).toEqual([]);
    expect(() => readdirSync(hr)).toThrow();
  });

  it('is refused without its folder', async () => {
    const { code, stderr } = await cx('bonus', 'export', '2018-07', ...PROFILE, '--out', hr);
    expect([code, stderr]).toEqual([1, expect.stringContaining('CORRECTION_NEEDED: ')]);
  });
});
