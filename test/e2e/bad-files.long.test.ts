import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SUPPORT } from '#libs/catalogue/support/metrics.js';
import { ZONE } from '#test/real-orders/facts.js';
import { startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { runCx } from '#test/stack/run-cx.js';
import { exportedLines, sha256Of, untilCounted } from './counts.js';

const ORDERS = 200;
const MAP = 'data/olist/import/olist-joined.yaml';

/** `cx import` with files as people have them. */
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

  const fileOf = (name: string, bytes: Buffer) => {
    const file = join(home, `${name}.csv.gz`);
    writeFileSync(file, bytes);
    return file;
  };
  const zipped = (name: string, some: readonly string[]) => fileOf(name, gzipSync(`${[head, ...some].join('\n')}\n`));
  const cx = async (...words: string[]) => {
    const env = {
      CX_DATA: installation.logDir,
      CX_ADDRESSES: Object.entries(installation.addresses)
        .map((pair) => pair.join('='))
        .join(),
    };
    const { code, stdout, stderr } = await runCx(words, env);
    return { code, says: stdout + stderr };
  };
  const orders = (file: string) =>
    cx('import', 'csv', file, '--map', MAP, '--zone', ZONE, '--complete-through', '2018-11-01');
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

  it('that is cut short sends what can be read of it', async () => {
    const { code, says } = await orders(fileOf('cut', gzipSync([head, ...rows].join('\n')).subarray(0, 900)));
    expect([code, says]).toEqual([1, expect.stringContaining('cut.csv.gz: the file is cut short; copy it again')]);
  });

  it('with impossible orders imports the others, names each with reason and field, and can be repeated when corrected', async () => {
    const [early = '', ancient = '', future = ''] = rows;
    const broken = [
      changed(early, 'order_estimated_delivery_date', '2016-01-01'),
      changed(ancient, 'order_purchase_timestamp', '1016-09-05 00:15:34'),
      changed(future, 'order_delivered_customer_date', '3016-11-01 10:00:00'),
      ...rows.slice(3),
    ];
    const { code, says } = await orders(zipped('impossible', broken));
    expect(code).toBe(3);
    expect(says).toMatch(/line 2: ordering refused \S+placed: PROMISE_BEFORE_ORDER \(\S*promised_day\)/);
    expect(says).toMatch(/line 3: ordering refused \S+placed: TIME_OUT_OF_RANGE \(\S*happened_at\)/);
    expect(says).toMatch(/line 2: ordering refused \S+: ORDER_UNKNOWN/);
    expect(says).toContain('Correct it there and import it with the same map');
    const kept = await orders(zipped('mended', rows));
    expect([kept.code, kept.says]).toEqual([0, expect.stringContaining('0 refused')]);
  });

  it('in another order changes nothing', async () => {
    const before = await counted();
    const { code, says } = await orders(zipped('reversed', rows.toReversed()));
    expect([code, says]).toEqual([0, expect.stringContaining(' 0 new')]);
    expect(sha256Of(await counted())).toBe(sha256Of(before));
  });

  it('of contacts named "#1001", "DE 4711/2" and "Bestellung-Ä7" is taken, and cx cases shows them as they were written', async () => {
    const ids = ['#1001', 'DE 4711/2', 'Bestellung-\u00C47'];
    const file = join(home, 'ids.csv');
    const rows = ids.map((id) => `${id};shop/ids;2018-04-02T10:00:00Z`);
    writeFileSync(file, ['contact_id;unit;received_at', ...rows].join('\n'));
    const sent = await cx(
      'import',
      'csv',
      file,
      '--map',
      'contacts',
      '--zone',
      ZONE,
      '--complete-through',
      '2018-11-01',
    );
    expect(sent).toMatchObject({ code: 0, says: expect.stringContaining('3 facts: 3 new') });
    await untilCounted(installation.addresses);
    const [first] = SUPPORT;
    const { says } = await cx('cases', first?.id ?? '', '2018-04', '--unit', 'shop/ids');
    for (const id of ids) expect(says).toContain(`  ${id}  shop/ids  2018-04-02  miss`);
    expect(says).toContain('3 of 3');
  });

  it('that is missing gets one sentence, and so does an unknown command', async () => {
    expect(await orders(join(home, 'nowhere'))).toMatchObject({
      code: 1,
      says: expect.stringContaining('check the path'),
    });
    expect(await cx('import', 'orders', home)).toMatchObject({
      code: 2,
      says: expect.stringContaining('does not know'),
    });
    expect(await cx('import', 'csv')).toMatchObject({ code: 2, says: expect.stringContaining('takes FILE...') });
  });
});
