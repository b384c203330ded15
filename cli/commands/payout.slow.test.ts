import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

/** The indexes of the worked example, frozen for July. */
const july = (state: string) =>
  Snapshot.fromPartial({
    ...{ name: 'periods/2018-07/snapshots/1', version: 1, state, contentSha256: Buffer.alloc(32, 7) },
    inputs: [
      ['warehouse', 874_321n],
      ['delivery', 710_050n],
      ['support', 925_000n],
      ['ordering', 850_000n],
    ].map(([department, indexE4]) => ({
      ...{ department: `departments/${department}`, indexE4: indexE4 as bigint, coverageBp: 10_000n },
      metrics: [{ metric: 'metrics/a', effectiveWeightBp: 10_000n, cases: 5_000n }],
    })),
  });

describe('cx payout allocate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-payout-'));
  const roster = join(folder, 'roster.csv');
  const out = join(folder, 'out');
  const requests: unknown[] = [];
  let place: SecuredPlace;
  let server: RunningServer;
  let state = 'CLOSED';
  let plan = Document.fromPartial({});

  const seen = <T>(answer: (request: T) => unknown) =>
    unary(async (request: T) => {
      requests.push(request);
      return answer(request) as never;
    });
  const notHere = seen(() => {
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
    const snapshots = serviceOf(BonusInputServiceService, {
      getSnapshot: seen(({ name }: { name: string }) => {
        if (name !== 'periods/2018-07/snapshots/latest') throw new CxError('SNAPSHOT_UNKNOWN', 'there is none');
        return july(state);
      }),
    });
    const documents = serviceOf(DocumentServiceService, {
      listDocuments: seen(() => ({ documents: [plan], nextPageToken: '' })),
      getDocument: seen(() => plan),
    });
    server = await startServer({
      ...{ host: '127.0.0.1', port: 0, services: [snapshots, documents] },
      ...namedCallers({ get: () => hana }),
      credentials: place.credentials,
      onBug: (error) => {
        throw error;
      },
    });
  });
  beforeEach(() => {
    state = 'CLOSED';
    plan = Document.fromPartial({ name: 'documents/pay-plan/versions/1', firstDay: '2017-01-01', text: PLAN });
    requests.length = 0;
    rmSync(out, { recursive: true, force: true });
    writeRoster(
      'w-77,120000.00,BRL,warehouse',
      'd-78,90000.00,BRL,delivery',
      's-79,45000.00,BRL,support',
      'o-80,60000.00,BRL,ordering',
    );
  });
  afterAll(async () => {
    await server.drain(100);
    place.remove();
    rmSync(folder, { recursive: true });
  });

  function writeRoster(...rows: readonly string[]): void {
    writeFileSync(roster, [HEAD, ...rows.map((row) => `${row},2018-07-01,2018-08-01,10000`), ''].join('\n'));
  }
  const cx = (...words: string[]) =>
    runCx(['payout', 'allocate', '--roster', roster, '--period', '2018-07', '--out', out, ...words], {
      ...place.env,
      CX_ADDRESSES: `scoring=127.0.0.1:${server.port}`,
    });

  it('shares out the pool of 100,000.00 of a closed period, and writes amounts and manifest for their owner alone', async () => {
    const { code, stdout, stderr } = await cx();
    expect([code, stderr]).toEqual([0, expect.stringContaining('Written: ')]);
    expect(stdout).toContain('PAYABLE   2018-07   br-brl   4 payees');
    // 13459260, 3301500, 6187500 and 6000000 times 10000000/28948260; floors leave cents for the largest remainders.
    const rows = readFileSync(join(out, 'payout-2018-07-br-brl.csv'), 'utf8').trim().split('\n').slice(1);
    expect(rows.map((row) => row.split(',').slice(0, 4).join(' '))).toEqual([
      'w-77 46494.19 BRL PAYABLE',
      'd-78 11404.83 BRL PAYABLE',
      's-79 21374.34 BRL PAYABLE',
      'o-80 20726.64 BRL PAYABLE',
    ]);
    const manifest = JSON.parse(readFileSync(join(out, 'manifest-2018-07-br-brl.json'), 'utf8'));
    expect(manifest).toMatchObject({
      mark: 'PAYABLE',
      paid: '100000.00',
      scale: '500000/1447413',
      not_payable_reasons: [],
    });
    expect(readdirSync(out).map((file) => statSync(join(out, file)).mode & 0o077)).toEqual([0, 0]);
  });

  it('sends nothing of the roster to any service', async () => {
    await cx();
    const sent = JSON.stringify(requests, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(requests.length).toBeGreaterThan(2);
    for (const secret of ['w-77', 'd-78', 's-79', 'o-80', '120000', 'warehouse']) expect(sent).not.toContain(secret);
  });

  it('writes the same bytes again, and never over a file that says something else', async () => {
    await cx();
    const before = readFileSync(join(out, 'payout-2018-07-br-brl.csv'), 'utf8');
    expect((await cx()).code).toBe(0);
    writeRoster('w-77,1.00,BRL,warehouse');
    const { code, stderr } = await cx();
    expect([code, stderr]).toEqual([1, expect.stringContaining('FILE_DIFFERS')]);
    expect(readFileSync(join(out, 'payout-2018-07-br-brl.csv'), 'utf8')).toBe(before);
  });

  it('refuses a period that is not closed, unless it is a simulation, which says so everywhere', async () => {
    state = 'PROVISIONAL';
    const { code, stderr } = await cx();
    expect([code, stderr, existsSync(out)]).toEqual([1, expect.stringContaining('PERIOD_NOT_CLOSED'), false]);
    const simulated = await cx('--simulate');
    expect([simulated.code, simulated.stdout]).toEqual([0, expect.stringContaining('SIMULATION')]);
    expect(readFileSync(join(out, 'payout-2018-07-br-brl.csv'), 'utf8')).toContain('w-77,46494.19,BRL,SIMULATION');
    const manifest = JSON.parse(readFileSync(join(out, 'manifest-2018-07-br-brl.json'), 'utf8'));
    expect(manifest).toMatchObject({ mark: 'SIMULATION', not_payable_reasons: ['PERIOD_NOT_CLOSED'] });
  });

  it('allocates nothing when one row is wrong, and names line, column and reason without the value', async () => {
    writeRoster('w-77,120000.00,BRL,warehouse', 'erika@example.com,1.00,BRL,delivery');
    const { code, stdout, stderr } = await cx();
    expect([code, existsSync(out)]).toEqual([3, false]);
    expect(stdout).toContain(`${roster}:3 payee PERSONAL_DATA: `);
    expect(stdout + stderr).not.toContain('erika');
  });

  it('refuses a plan that bound too late, a plan that does not hold yet, and a pool that it does not have', async () => {
    plan = Document.fromPartial({ ...plan, boundAfterStart: true });
    expect((await cx()).stderr).toContain('PLAN_BOUND_AFTER_START');
    plan = Document.fromPartial({ ...plan, firstDay: '2018-07-02' });
    expect((await cx()).stderr).toContain('PLAN_NOT_BOUND');
    plan = Document.fromPartial({ ...plan, firstDay: '2018-07-01', boundAfterStart: false });
    expect((await cx('--pool', 'de-eur')).stderr).toContain('POOL_UNKNOWN: The plan has no such pool. It has br-brl');
    expect((await cx('--period', '2018-06')).stderr).toContain('PERIOD_NOT_FROZEN');
  });
});
