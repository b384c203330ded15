import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BonusInputServiceService, Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { Document, DocumentServiceService } from '#libs/contracts/cx/documents/v1/documents.js';
import { bound } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import { servedService } from '#libs/grpc/served-service.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { unary } from '#libs/grpc/unary.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { type SecuredPlace, securedPlace } from '#test/doubles/secured-place.js';
import { runCx } from '#test/stack/run-cx.js';

const PLAN = readFileSync('data/olist/company/pay-plan.yaml', 'utf8');
const HEAD = 'payee,target,currency,department,start,end,share_bp';
const ROWS = ['w-77,120000.00,BRL,warehouse', 'd-78,90000.00,BRL,delivery', 's-79,45000.00,BRL,support'];

/** A version of July that states this index of delivery. */
const july = (version: number, delivery: bigint, notPayable: readonly string[] = []) =>
  Snapshot.fromPartial({
    ...{ name: `periods/2018-07/snapshots/${version}`, version, supersedes: version - 1 },
    ...(version === 3 ? { state: 'CLOSED' } : { state: 'ADJUSTED', postingPeriod: '2018-08', run: 'R1' }),
    contentSha256: Buffer.alloc(32, version),
    inputs: [
      ['warehouse', 874_321n],
      ['delivery', delivery],
      ['support', 925_000n],
    ].map(([department, indexE4]) => ({
      ...{ department: `departments/${department}`, indexE4: indexE4 as bigint, coverageBp: 10_000n },
      notPayableReasons: department === 'delivery' ? [...notPayable] : [],
      metrics: [{ metric: 'metrics/a', effectiveWeightBp: 10_000n, cases: 5_000n }],
    })),
  });

describe('cx payout adjust', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-payout-adjust-'));
  const [roster, out, deltas] = ['roster.csv', 'out', 'deltas'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const manifest = join(out, 'manifest-2018-07-br-brl.json');
  const csv = (version: number) => join(deltas, `adjustment-2018-07-v${version}-br-brl.csv`);
  let place: SecuredPlace;
  let server: RunningServer;
  let versions: Snapshot[] = [];

  const answer = <T>(of: (request: T) => unknown) => unary(async (request: T) => of(request) as never);
  const notHere = answer(() => {
    throw new CxError('SNAPSHOT_UNKNOWN', 'there is none');
  });
  const serviceOf = (definition: typeof BonusInputServiceService | typeof DocumentServiceService, calls: object) =>
    servedService(definition, {
      ...Object.fromEntries(Object.keys(definition).map((name) => [name, notHere])),
      ...calls,
    } as never);

  beforeAll(async () => {
    place = await securedPlace();
    const hana = { name: 'hana', kind: 'person', bindings: [bound('HR_MAKER')] } as const;
    const plan = Document.fromPartial({ name: 'documents/pay-plan/versions/1', firstDay: '2017-01-01', text: PLAN });
    const snapshots = serviceOf(BonusInputServiceService, {
      getSnapshot: answer(({ name }: { name: string }) => {
        const latest = name === 'periods/2018-07/snapshots/latest' ? versions.at(-1) : undefined;
        const found = latest ?? versions.find((one) => one.name === name);
        if (found === undefined) throw new CxError('SNAPSHOT_UNKNOWN', 'there is none');
        return found;
      }),
    });
    const documents = serviceOf(DocumentServiceService, {
      listDocuments: answer(() => ({ documents: [plan], nextPageToken: '' })),
      getDocument: answer(() => plan),
    });
    server = await startServer({
      ...{ host: '127.0.0.1', port: 0, services: [snapshots, documents] },
      ...namedCallers({ get: () => hana }),
      credentials: place.credentials,
      onBug: (error) => {
        throw error;
      },
    });
    versions = [july(3, 710_050n)];
    writeRoster(...ROWS);
    const paid = await cx('allocate', '--out', out);
    expect([paid.code, paid.stderr]).toEqual([0, expect.stringContaining('Written')]);
  });
  beforeEach(() => {
    versions = [july(3, 710_050n), july(4, 750_000n)];
    rmSync(deltas, { recursive: true, force: true });
    writeRoster(...ROWS);
  });
  afterAll(async () => {
    await server.drain(100);
    place.remove();
    rmSync(folder, { recursive: true });
  });

  function writeRoster(...rows: readonly string[]): void {
    writeFileSync(roster, [HEAD, ...rows.map((row) => `${row},2018-07-01,2018-08-01,10000`), ''].join('\n'));
  }
  const cx = (verb: string, ...words: string[]) =>
    runCx(['payout', verb, '--roster', roster, '--period', '2018-07', ...words], {
      ...place.env,
      CX_ADDRESSES: `scoring=127.0.0.1:${server.port}`,
    });
  const adjust = (...words: string[]) => cx('adjust', '--closed-manifest', manifest, '--out', deltas, ...words);
  const rows = (version: number) => readFileSync(csv(version), 'utf8').trim().split('\n').slice(1);

  it('pays one net delta to those whose amount moved, with both periods in each row and control totals', async () => {
    const { code, stdout } = await adjust('--posting', '2018-08');
    expect([code, stdout]).toEqual([0, expect.stringContaining('2018-07 corrected in 2018-08   br-brl')]);
    // 90,000.00 x (1/2 - 2201/6000) = 11,985.00, times the scale of the close.
    const { scale } = JSON.parse(readFileSync(manifest, 'utf8'));
    const [numerator, denominator] = scale.split('/').map(Number);
    const delta = ((11_985 * numerator) / denominator).toFixed(2);
    expect(rows(4)).toHaveLength(1);
    expect(rows(4)[0]?.split(',').slice(0, 7)).toEqual(['d-78', delta, 'BRL', 'PAY', '', '2018-07', '2018-08']);
    const made = JSON.parse(readFileSync(join(deltas, 'adjustment-manifest-2018-07-v4-br-brl.json'), 'utf8'));
    expect(made).toMatchObject({
      ...{ effective_period: '2018-07', posting_period: '2018-08', scale, reserve_paid: delta, paid_payees: '1' },
      ...{ closed: 'periods/2018-07/snapshots/3', restated: 'periods/2018-07/snapshots/4', payees: '3' },
    });
    expect(JSON.stringify(made)).not.toMatch(/d-78|w-77|90000|120000/);
    const before = readFileSync(csv(4), 'utf8');
    expect((await adjust()).code).toBe(0);
    expect(readFileSync(csv(4), 'utf8')).toBe(before);
  });

  it('reports what is less, and takes it into account once HR has netted it', async () => {
    versions = [july(3, 710_050n), july(4, 680_000n)];
    const decisions = join(folder, 'recovery.csv');
    writeFileSync(decisions, 'payee,recovery\nd-78,NETTED\n');
    expect((await adjust('--recovery', decisions)).stdout).toContain('nothing is taken back by itself');
    const [row = ''] = rows(4);
    expect(row).toMatch(/^d-78,-\d+\.\d\d,BRL,REPORT,NETTED,2018-07,2018-08,/);
    versions = [...versions, july(5, 710_050n)];
    expect((await adjust()).stderr).toContain('EARLIER_MISSING');
    expect((await adjust('--earlier', csv(4))).code).toBe(0);
    expect(rows(5)[0]).toMatch(new RegExp(`^d-78,${row.split(',')[1]?.replace('-', '')},BRL,PAY,,2018-07,`));
  });

  it('leaves a department as it was paid whose restated line is not payable', async () => {
    versions = [july(3, 710_050n), july(4, 0n, ['COVERAGE_LOW'])];
    expect((await adjust()).code).toBe(0);
    expect(rows(4)).toEqual([]);
    const made = JSON.parse(readFileSync(join(deltas, 'adjustment-manifest-2018-07-v4-br-brl.json'), 'utf8'));
    expect(made.not_restated).toEqual(['delivery']);
  });

  it.each<[string, readonly string[], () => void]>([
    ['CLOSED_PAYOUT_DIFFERS', [], () => writeRoster('w-77,120000.01,BRL,warehouse', ...ROWS.slice(1))],
    ['POSTED_ELSEWHERE', ['--posting', '2018-09'], () => undefined],
    ['NOTHING_POSTED', [], () => void versions.pop()],
    ['EARLIER_UNREADABLE', ['--earlier', roster], () => undefined],
    ['RECOVERY_UNREADABLE', ['--recovery', roster], () => undefined],
  ])('refuses with %s', async (reason, words, change) => {
    change();
    const { code, stderr } = await adjust(...words);
    expect([code, stderr]).toEqual([1, expect.stringContaining(reason)]);
  });

  it('pays the close by the closed version, however often it was corrected', async () => {
    const again = join(folder, 'again');
    expect((await cx('allocate', '--out', again)).code).toBe(0);
    expect(readFileSync(join(again, 'manifest-2018-07-br-brl.json'))).toEqual(readFileSync(manifest));
  });
});
