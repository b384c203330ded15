import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExportServiceService, type GetStatementRequest, Statement } from '#libs/contracts/cx/bonus/v1/export.js';
import { bound } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import { servedService } from '#libs/grpc/served-service.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { unary } from '#libs/grpc/unary.js';
import { DELIVERY } from '#libs/statements/fixtures/delivery.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { type SecuredPlace, securedPlace } from '#test/doubles/secured-place.js';
import { runCx } from '#test/stack/run-cx.js';

describe('cx bonus statement', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-statement-'));
  let place: SecuredPlace;
  let server: RunningServer;

  const noFile = async () => {
    throw new CxError('EXPORT_INVALID', 'cx makes its files itself');
  };

  beforeAll(async () => {
    place = await securedPlace();
    const dan = {
      name: 'dan',
      kind: 'person',
      bindings: [bound('DEPARTMENT_READER', { departments: ['delivery'] })],
    } as const;
    const service = servedService(ExportServiceService, {
      claimExport: unary(async () => {
        throw new CxError('EXPORT_INVALID', 'no claim is asked for here');
      }),
      getStatementFile: unary(noFile),
      getSnapshotFile: unary(noFile),
      getStatement: unary(async ({ name }: GetStatementRequest) => {
        if (name !== 'departments/delivery/statements/2018-07')
          throw new CxError('SNAPSHOT_UNKNOWN', '2018-06 has no such version', { field: 'version' });
        return Statement.fromPartial({
          ...{ name, snapshot: DELIVERY.snapshot, state: 'CLOSED', record: Buffer.from(JSON.stringify(DELIVERY)) },
          ...{ recordId: Buffer.alloc(32, 0xa1), chainSha256: Buffer.alloc(32, 0xb2) },
          approvals: [{ role: 'HR', approvedAt: new Date('2018-09-03T09:12:00Z') }],
        });
      }),
    });
    server = await startServer({
      ...{ host: '127.0.0.1', port: 0, services: [service] },
      ...namedCallers({ get: () => dan }),
      credentials: place.credentials,
      onBug: (error) => {
        throw error;
      },
    });
  });
  afterAll(async () => {
    await server.drain(100);
    place.remove();
    rmSync(folder, { recursive: true });
  });

  const cx = (...words: string[]) =>
    runCx(['bonus', 'statement', ...words], { ...place.env, CX_ADDRESSES: `scoring=127.0.0.1:${server.port}` });

  it('writes HTML and PDF for their owner alone, the same bytes each time', async () => {
    for (const kind of ['html', 'pdf']) {
      const file = join(folder, `delivery.${kind}`);
      const { code, stderr } = await cx('2018-07', 'delivery', '--out', file);
      expect([code, stderr]).toEqual([0, expect.stringContaining(`Written: ${file}`)]);
      const before = readFileSync(file);
      expect((await cx('2018-07', 'delivery', '--out', file)).code).toBe(0);
      expect(readFileSync(file)).toEqual(before);
      expect(statSync(file).mode & 0o077).toBe(0);
    }
    expect(readFileSync(join(folder, 'delivery.pdf')).subarray(0, 8).toString()).toBe('%PDF-1.7');
    expect(readFileSync(join(folder, 'delivery.html'), 'utf8')).toContain('71.0050 points');
  });

  it('never writes over a file that says something else', async () => {
    const file = join(folder, 'other.html');
    writeFileSync(file, 'mine');
    const { code, stderr } = await cx('2018-07', 'delivery', '--out', file);
    expect([code, stderr, readFileSync(file, 'utf8')]).toEqual([1, expect.stringContaining('FILE_DIFFERS'), 'mine']);
  });

  it('says what it needs, and what there is not', async () => {
    expect((await cx('2018-07', 'delivery', '--out', join(folder, 'a.docx'))).code).toBe(2);
    const { code, stderr } = await cx('2018-06', 'delivery', '--out', join(folder, 'b.html'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('SNAPSHOT_UNKNOWN')]);
    expect(existsSync(join(folder, 'b.html'))).toBe(false);
  });
});
