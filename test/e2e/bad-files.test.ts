import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { exportedLines, sha256Of, untilCounted } from './counts.js';

const ORDERS = 200;

/** `cx import` as a person calls it, with files as they come. */
describe('an import of files that are not as they should be', () => {
  const home = mkdtempSync(join(tmpdir(), 'cx-bad-'));
  let installation: TestInstallation;
  let head: string;
  let rows: readonly string[];

  beforeAll(async () => {
    const text = gunzipSync(readFileSync('data/olist/olist_joined.csv.gz')).toString().trimEnd();
    [head = '', ...rows] = text.split('\n').slice(0, ORDERS + 1);
    installation = await startInstallation('');
  });
  afterAll(async () => {
    await installation?.end();
    rmSync(home, { recursive: true });
  });

  const folderOf = (name: string, bytes: Buffer) => {
    const folder = join(home, name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'olist_joined.csv.gz'), bytes);
    return folder;
  };
  const zipped = (name: string, some: readonly string[]) => folderOf(name, gzipSync(`${[head, ...some].join('\n')}\n`));
  const cx = (...words: string[]) =>
    new Promise<{ code: number; says: string }>((resolve) => {
      const env = {
        ...process.env,
        CX_ADDRESSES: Object.entries(installation.addresses)
          .map((pair) => pair.join('='))
          .join(),
      };
      execFile(process.execPath, ['cli/cx.mjs', ...words], { env }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), says: stdout + stderr }),
      );
    });
  const changed = (row: string, column: string, value: string) => {
    const place = head.split(',').indexOf(column);
    return row
      .split(',')
      .map((cell, at) => (at === place ? value : cell))
      .join();
  };
  const counted = async () => {
    await untilCounted(installation.addresses);
    return exportedLines(installation.addresses);
  };

  it('cut short sends nothing at all', async () => {
    const { code, says } = await cx(
      'import',
      'olist',
      folderOf('cut', gzipSync([head, ...rows].join('\n')).subarray(0, 900)),
    );
    expect([code, says.trim()]).toEqual([
      1,
      expect.stringMatching(/olist_joined.csv.gz: the file is cut short\. Nothing was sent\.$/),
    ]);
  });

  it('with impossible orders keeps their neighbours, names each with its reason and field, and can be repeated when mended', async () => {
    const [early = '', ancient = '', future = ''] = rows;
    const broken = [
      changed(early, 'order_estimated_delivery_date', '2016-01-01'),
      changed(ancient, 'order_purchase_timestamp', '1016-09-05 00:15:34'),
      changed(future, 'order_delivered_customer_date', '3016-11-01 10:00:00'),
      ...rows.slice(3),
    ];
    const { code, says } = await cx('import', 'olist', zipped('impossible', broken));
    expect(code).toBe(3);
    expect(says).toMatch(/refused by ordering: \S+placed +PROMISE_BEFORE_ORDER \(\S*promised_day\)/);
    expect(says).toMatch(/refused by ordering: \S+placed +TIME_OUT_OF_RANGE \(\S*happened_at\)/);
    expect(says).toMatch(/refused by \w+: \S+ +ORDER_UNKNOWN/);
    expect(says).toContain('import again');
    const kept = await cx('import', 'olist', zipped('mended', rows));
    expect([kept.code, kept.says]).toEqual([0, expect.stringContaining('0 refused')]);
  });

  it('in another order changes nothing', async () => {
    const before = await counted();
    const { code, says } = await cx('import', 'olist', zipped('reversed', rows.toReversed()));
    expect([code, says]).toEqual([0, expect.stringContaining(' 0 new')]);
    expect(sha256Of(await counted())).toBe(sha256Of(before));
  });

  it('of contacts is told line and column, and keeps good neighbours of a contact that support refuses', async () => {
    const file = join(home, 'contacts.csv');
    const header =
      'contact_id,unit,received_at,first_response_at,contacted_again_at,goodwill_promised_day,goodwill_paid_at';
    const good = 'c-1,team/a,2018-03-02 14:10:00,2018-03-02 14:30:00,,,';
    writeFileSync(file, `${header}\n${good}\nc-2,team/a,yesterday,,,,\n`);
    const first = await cx('import', 'contacts', file);
    expect([first.code, first.says]).toEqual([
      1,
      expect.stringContaining('line 3, received_at: "yesterday" is no stamp'),
    ]);
    writeFileSync(file, `${header}\n${good}\nc-2,TEAM B!,2018-03-02 15:10:00,,,,\n`);
    const second = await cx('import', 'contacts', file);
    expect(second.code).toBe(3);
    expect(second.says).toMatch(/c-2\/received +UNIT_INVALID \(\S*unit\)/);
    expect(second.says).toContain('2 new');
  });

  it('a file that is not there, and a word that is none, are one sentence each', async () => {
    expect(await cx('import', 'olist', join(home, 'nowhere'))).toMatchObject({
      code: 1,
      says: expect.stringContaining('is not there'),
    });
    expect(await cx('import', 'orders', home)).toMatchObject({
      code: 2,
      says: expect.stringContaining('does not know'),
    });
    expect(await cx('import', 'olist')).toMatchObject({ code: 2, says: expect.stringContaining('takes DIR') });
  });
});
