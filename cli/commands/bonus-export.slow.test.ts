import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
import { DELIVERY } from '#libs/statements/fixtures/delivery.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { type SecuredPlace, securedPlace } from '#test/doubles/secured-place.js';
import { runCx } from '#test/stack/run-cx.js';

const TEXTS = {
  'pay-plan': readFileSync('data/olist/company/pay-plan.yaml', 'utf8'),
  'export-profiles': readFileSync('data/olist/company/export-profiles.yaml', 'utf8'),
} as const;
const INDEXES = { warehouse: 874_321n, delivery: 710_050n, support: 925_000n, ordering: 850_000n };

/** The indexes of the worked example, frozen for July; support is generated. */
const july = (state: string) =>
  Snapshot.fromPartial({
    ...{ name: 'periods/2018-07/snapshots/3', version: 3, state, contentSha256: Buffer.alloc(32, 7) },
    ...{ firstDay: '2018-07-01', lastDay: '2018-07-31', rulesetSha256: Buffer.alloc(32, 1), ruleset: '2018-first' },
    inputs: Object.entries(INDEXES).map(([department, indexE4]) => ({
      ...{ department: `departments/${department}`, indexE4, coverageBp: 10_000n, status: 'MEASURED' },
      notPayableReasons: department === 'support' ? ['GENERATED_DATA'] : [],
      metrics: [{ metric: 'metrics/a', effectiveWeightBp: 10_000n, cases: 5_000n, scoreE4: indexE4 }],
    })),
  });

describe('cx bonus export --profile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-export-'));
  const out = join(folder, 'hr');
  const claims: ClaimExportRequest[] = [];
  let place: SecuredPlace;
  let server: RunningServer;
  let state = 'CLOSED';
  let taken: ClaimExportRequest | undefined;

  const serviceOf = (definition: object, calls: object) =>
    servedService(
      definition as typeof ExportServiceService,
      {
        ...Object.fromEntries(Object.keys(definition).map((name) => [name, notHere])),
        ...calls,
      } as never,
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
          if (!name.startsWith('periods/2018-07/')) throw new CxError('SNAPSHOT_UNKNOWN', 'there is none');
          return july(state);
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
        getStatement: unary(async ({ name }: { name: string }) => ({
          ...{ name, snapshot: 'periods/2018-07/snapshots/3', state, recordId: Buffer.alloc(32, 0xa1) },
          record: Buffer.from(JSON.stringify({ ...DELIVERY, department: name.split('/')[1] })),
          ...{ chainSha256: Buffer.alloc(32), approvals: [] },
        })),
        claimExport: unary(async (request: ClaimExportRequest) => {
          claims.push(request);
          if (taken !== undefined && taken.requestId !== request.requestId)
            throw new CxError('EXPORT_CLAIMED', 'ordering was exported by hugo', { field: 'departments' });
          taken = request;
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
  });
  beforeEach(() => {
    state = 'CLOSED';
    taken = undefined;
    claims.length = 0;
    rmSync(out, { recursive: true, force: true });
  });
  afterAll(async () => {
    await server.drain(100);
    place.remove();
    rmSync(folder, { recursive: true });
  });

  const run = (...words: string[]) => runCx(words, { ...place.env, CX_ADDRESSES: `scoring=127.0.0.1:${server.port}` });
  const cx = (profile: string, ...words: string[]) =>
    run('bonus', 'export', '2018-07', '--profile', profile, '--out', out, ...words);
  const read = (file: string) => readFileSync(join(out, file));
  const FILE = 'scorecard-results-2018-07.csv';

  it('claims a closed version, and writes the file and its manifest for their owner alone', async () => {
    const { code, stdout, stderr } = await cx('workday-scorecard-results');
    expect([code, stderr]).toEqual([0, expect.stringContaining('Written: ')]);
    expect(stdout).toContain('PAYABLE   periods/2018-07/snapshots/3   workday-scorecard-results   3 rows');
    expect(stdout).toContain('left out: support, GENERATED_DATA');
    expect(read(FILE).toString().split('\r\n').slice(1)).toEqual([
      '1,CX_INDEX,2018-07-01,2018-07-31,CX_WHS,1.1216',
      '2,CX_INDEX,2018-07-01,2018-07-31,CX_DEL,0.3668',
      '3,CX_INDEX,2018-07-01,2018-07-31,CX_ORD,1.0000',
      '',
    ]);
    const fileSha256 = createHash('sha256').update(read(FILE)).digest();
    expect(JSON.parse(read(`${FILE}.manifest.json`).toString())).toMatchObject({
      ...{ mark: 'PAYABLE', rows: '3', file_sha256: fileSha256.toString('hex'), snapshot_sha256: '07'.repeat(32) },
      ...{ departments: ['warehouse', 'delivery', 'ordering'], purpose: 'RESULT', not_payable_reasons: [] },
      totals: [
        { column: 'Spreadsheet Key', sum: '6' },
        { column: 'Achievement', sum: '2.4884' },
      ],
      claim: { claimed_by: 'hana', request_id: claims[0]?.requestId },
    });
    expect(claims[0]).toMatchObject({ name: 'periods/2018-07/snapshots/3', purpose: 1, fileSha256 });
    expect(readdirSync(out).map((file) => statSync(join(out, file)).mode & 0o077)).toEqual([0, 0, 0]);
  });

  it('writes the same bytes again with one claim, and to another folder nothing: it was claimed', async () => {
    await cx('workday-scorecard-results');
    const files = readdirSync(out).map((file) => [file, read(file)]);
    expect((await cx('workday-scorecard-results')).code).toBe(0);
    expect(readdirSync(out).map((file) => [file, read(file)])).toEqual(files);
    expect(new Set(claims.map(({ requestId }) => requestId)).size).toBe(1);
    const again = await run('bonus', 'export', '2018-07', '--profile', 'generic-csv', '--out', join(folder, 'other'));
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringContaining('EXPORT_CLAIMED: ordering was exported by hugo'),
    ]);
    expect(readdirSync(join(folder, 'other'))).toEqual(['bonus-input-2018-07-v3.csv.claim.json']);
  });

  it('refuses a version that can still change; a simulation is marked and claims nothing', async () => {
    state = 'PROVISIONAL';
    const { code, stderr } = await cx('generic-json');
    expect([code, stderr, existsSync(out)]).toEqual([1, expect.stringContaining('PERIOD_NOT_CLOSED'), false]);
    expect((await cx('generic-json', '--simulate')).code).toBe(0);
    const rows = JSON.parse(read('SIMULATION-bonus-input-2018-07-v3.json').toString());
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({ department: 'warehouse', index: '87.4321', SIMULATION: 'SIMULATION' });
    expect(claims).toEqual([]);
  });

  it('names every cell that cannot be written in a dry run, and writes and claims nothing', async () => {
    const good = await cx('generic-csv', '--dry-run');
    expect([good.code, good.stdout]).toEqual([0, '  generic-csv   3 rows   every cell can be written\n']);
    const draft = join(folder, 'draft.yaml');
    writeFileSync(draft, TEXTS['export-profiles'].replace('delivery: CX_DEL, ', ''));
    const bad = await cx('workday-scorecard-results', '--dry-run', '--profiles', draft);
    expect([bad.code, bad.stdout]).toEqual([3, expect.stringContaining(`${FILE}:3 Scorecard Goal CODE_MISSING: `)]);
    expect(bad.stderr).toContain('Not payable: PROFILE_IS_DRAFT.');
    expect([existsSync(out), claims]).toEqual([false, []]);
    expect((await cx('workday-scorecard-results', '--profiles', draft)).stderr).toContain('PROFILE_IS_DRAFT');
  });

  it('writes the amounts of an allocation, and refuses one that was changed or that is a simulation', async () => {
    const [roster, payout] = [join(folder, 'roster.csv'), join(folder, 'payout')];
    const rows = ['w-77,120000.00,BRL,warehouse', 'd-78,90000.00,BRL,delivery'];
    const head = 'payee,target,currency,department,start,end,share_bp';
    writeFileSync(roster, [head, ...rows.map((row) => `${row},2018-07-01,2018-08-01,10000`), ''].join('\n'));
    const allocate = (...words: string[]) =>
      run('payout', 'allocate', '--roster', roster, '--period', '2018-07', '--out', payout, ...words);
    const of = ['--payout', payout, '--pool', 'br-brl'];
    expect((await cx('workday-payroll-input')).stderr).toContain('PAYOUT_NEEDED');

    expect((await allocate('--simulate')).code).toBe(0);
    expect((await cx('workday-payroll-input', ...of)).stderr).toContain('WHAT_IF');
    rmSync(payout, { recursive: true });

    expect((await allocate()).code).toBe(0);
    expect((await cx('workday-payroll-input', ...of)).code).toBe(0);
    const [, first] = read('payroll-input-2018-07-br-brl.csv').toString().split('\r\n');
    expect(first).toMatch(/^1,1,CX_BONUS,2018-07-01,2018-07-31,w-77,CX_BONUS,\d+\.\d\d,BRL,/);
    expect(claims.at(-1)).toMatchObject({ purpose: 3, pool: 'br-brl' });
    expect(JSON.stringify(claims.at(-1))).not.toContain('d-78');

    const amounts = join(payout, 'payout-2018-07-br-brl.csv');
    writeFileSync(amounts, readFileSync(amounts, 'utf8').replace(/d-78,\d+\.\d\d/, 'd-78,99999.00'));
    expect((await cx('workday-payroll-input', ...of)).stderr).toContain('PAYOUT_DIFFERS');
  });

  it('writes a workbook for people, the same bytes each time, and claims nothing', async () => {
    const workbook = () => run('bonus', 'export', '2018-07', '--format', 'xlsx', '--out', out);
    expect((await workbook()).code).toBe(0);
    const before = read('bonus-2018-07-v3.xlsx');
    expect((await workbook()).code).toBe(0);
    expect(read('bonus-2018-07-v3.xlsx')).toEqual(before);
    const fileSha256 = createHash('sha256').update(before).digest('hex');
    expect(JSON.parse(read('bonus-2018-07-v3.xlsx.manifest.json').toString())).toMatchObject({
      ...{ file_sha256: fileSha256, state: 'CLOSED' },
      sheets: [{ rows: '12' }, { rows: '4' }, { rows: '4' }, { name: 'Not counted', rows: '8' }, { rows: '0' }],
    });
    state = 'PROVISIONAL';
    expect((await workbook()).stderr).toContain('PROVISIONAL-bonus-2018-07-v3.xlsx');
    expect(claims).toEqual([]);
  });

  it('says what it does not know: a period, a profile, a folder', async () => {
    const other = await run('bonus', 'export', '2018-06', '--profile', 'generic-csv', '--out', out);
    expect(other.stderr).toContain('PERIOD_NOT_FROZEN');
    expect((await cx('sap')).stderr).toContain('PROFILE_UNKNOWN: The document has no such profile. It has generic-csv');
    expect((await run('bonus', 'export', '2018-07', '--profile', 'generic-csv')).code).toBe(2);
  });
});
