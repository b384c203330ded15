import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZONE } from '#cli/import/olist-facts.js';
import { SUPPORT } from '#libs/catalogue/support/metrics.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { call, client } from '#libs/grpc/client.js';
import { startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { runCx } from '#test/stack/run-cx.js';
import { exportedLines, sha256Of, untilCounted } from './counts.js';

const ORDERS = 200;

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

  const folderOf = (name: string, bytes: Buffer) => {
    const folder = join(home, name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'olist_joined.csv.gz'), bytes);
    return folder;
  };
  const zipped = (name: string, some: readonly string[]) => folderOf(name, gzipSync(`${[head, ...some].join('\n')}\n`));
  const cx = async (...words: string[]) => {
    const env = {
      CX_ADDRESSES: Object.entries(installation.addresses)
        .map((pair) => pair.join('='))
        .join(),
    };
    const { code, stdout, stderr } = await runCx(words, env);
    return { code, says: stdout + stderr };
  };
  const olist = (folder: string, ...words: string[]) =>
    cx('import', 'olist', folder, '--zone', ZONE, '--complete-through', '2018-11-01', ...words);
  const changed = (row: string, column: string, value: string) => {
    const place = head.split(',').indexOf(column);
    return row
      .split(',')
      .map((cell, at) => (at === place ? value : cell))
      .join();
  };
  const declaredBySupport = async () => {
    const support = client(FactsServiceClient, installation.addresses.support, 'console');
    const { feeds } = await call(support, 'listFeeds', {});
    support.close();
    return feeds[0]?.completeThrough;
  };
  const counted = async () => {
    await untilCounted(installation.addresses);
    return exportedLines(installation.addresses);
  };

  it('that is cut short sends nothing', async () => {
    const { code, says } = await olist(folderOf('cut', gzipSync([head, ...rows].join('\n')).subarray(0, 900)));
    expect([code, says.trim()]).toEqual([
      1,
      expect.stringMatching(/olist_joined.csv.gz: the file is cut short; copy it again\nNothing was sent\.$/),
    ]);
  });

  it('with impossible orders imports the others, names each with reason and field, and can be repeated when corrected', async () => {
    const [early = '', ancient = '', future = ''] = rows;
    const broken = [
      changed(early, 'order_estimated_delivery_date', '2016-01-01'),
      changed(ancient, 'order_purchase_timestamp', '1016-09-05 00:15:34'),
      changed(future, 'order_delivered_customer_date', '3016-11-01 10:00:00'),
      ...rows.slice(3),
    ];
    const { code, says } = await olist(zipped('impossible', broken));
    expect(code).toBe(3);
    expect(says).toMatch(/refused by ordering: \S+placed +PROMISE_BEFORE_ORDER \(\S*promised_day\)/);
    expect(says).toMatch(/refused by ordering: \S+placed +TIME_OUT_OF_RANGE \(\S*happened_at\)/);
    expect(says).toMatch(/refused by \w+: \S+ +ORDER_UNKNOWN/);
    expect(says).toContain('import again');
    const kept = await olist(zipped('mended', rows));
    expect([kept.code, kept.says]).toEqual([0, expect.stringContaining('0 refused')]);
  });

  it('in another order changes nothing', async () => {
    const before = await counted();
    const { code, says } = await olist(zipped('reversed', rows.toReversed()));
    expect([code, says]).toEqual([0, expect.stringContaining(' 0 new')]);
    expect(sha256Of(await counted())).toBe(sha256Of(before));
  });

  it("of contacts declares nothing complete without the caller's word, and sends no row that it was told to skip", async () => {
    const file = join(home, 'undeclared.csv');
    const header = 'contact_id;unit;received_at';
    const good = 'u-1;team/a;2018-03-02T14:10:00-03:00';
    const contacts = (...words: string[]) => cx('import', 'contacts', file, '--zone', ZONE, ...words);
    writeFileSync(file, `\uFEFF${header}\r\n${good}\r\nu-2;team/a;soon\r\n`);
    const refused = await contacts();
    expect([refused.code, refused.says]).toEqual([1, expect.stringContaining('Nothing was sent.\n--skip-bad-rows')]);
    expect(await contacts('--skip-bad-rows', '--dry-run')).toMatchObject({
      code: 3,
      says: expect.stringContaining('1 facts can be sent. Nothing was sent.'),
    });
    expect(await declaredBySupport()).toBeUndefined();
    // A skipped row was not reported, so a declaration would be wrong even if the caller asked for it.
    expect(await contacts('--skip-bad-rows', '--complete-through', '2018-09-01')).toMatchObject({
      code: 3,
      says: expect.stringMatching(/1 facts: 1 new[\s\S]*line 3, received_at[\s\S]*No feed was declared complete/),
    });
    expect(await declaredBySupport()).toBeUndefined();
    writeFileSync(file, `${header}\n${good}\n`);
    expect(await contacts()).toMatchObject({ code: 0, says: expect.stringContaining('No feed was declared complete') });
    expect(await declaredBySupport()).toBeUndefined();
    expect(await contacts('--complete-through', '2018-09-01')).toMatchObject({
      code: 0,
      says: expect.not.stringContaining('No feed was declared complete'),
    });
    expect((await declaredBySupport())?.toISOString()).toBe('2018-09-01T03:00:00.000Z'); // midnight in Sao Paulo
  });

  it('of contacts: an error names line and column, and the neighbours of a refused contact are kept', async () => {
    const file = join(home, 'contacts.csv');
    const header =
      'contact_id,unit,received_at,first_response_at,contacted_again_at,goodwill_promised_day,goodwill_paid_at';
    const good = 'c-1,team/a,2018-03-02 14:10:00,2018-03-02 14:30:00,,,';
    const contacts = () => cx('import', 'contacts', file, '--zone', ZONE, '--complete-through', '2018-11-01');
    writeFileSync(file, `${header}\n${good}\nc-2,team/a,yesterday,,,,\n`);
    const first = await contacts();
    expect([first.code, first.says]).toEqual([
      1,
      expect.stringContaining('line 3, received_at: "yesterday" is not a timestamp'),
    ]);
    writeFileSync(file, `${header}\n${good}\nc-2,TEAM B!,2018-03-02 15:10:00,,,,\n`);
    const second = await contacts();
    expect(second.code).toBe(3);
    expect(second.says).toMatch(/c-2\/received +UNIT_INVALID \(\S*unit\)/);
    expect(second.says).toContain('2 new');
  });

  it('of contacts named "#1001", "DE 4711/2" and "Bestellung-Ä7" is taken, and cx cases shows them as they were written', async () => {
    const ids = ['#1001', 'DE 4711/2', 'Bestellung-\u00C47'];
    const file = join(home, 'ids.csv');
    const rows = ids.map((id) => `${id};shop/ids;2018-04-02T10:00:00Z`);
    writeFileSync(file, ['contact_id;unit;received_at', ...rows].join('\n'));
    const sent = await cx('import', 'contacts', file, '--zone', ZONE, '--complete-through', '2018-11-01');
    expect(sent).toMatchObject({ code: 0, says: expect.stringContaining('3 new') });
    await untilCounted(installation.addresses);
    const [first] = SUPPORT;
    const { says } = await cx('cases', first?.id ?? '', '2018-04', '--unit', 'shop/ids');
    for (const id of ids) expect(says).toContain(`  ${id}  shop/ids  2018-04-02  miss`);
    expect(says).toContain('3 of 3');
  });

  it('that is missing gets one sentence, and so does an unknown command', async () => {
    expect(await olist(join(home, 'nowhere'))).toMatchObject({
      code: 1,
      says: expect.stringContaining('check the path'),
    });
    expect(await cx('import', 'orders', home)).toMatchObject({
      code: 2,
      says: expect.stringContaining('does not know'),
    });
    expect(await cx('import', 'olist')).toMatchObject({ code: 2, says: expect.stringContaining('takes DIR') });
  });
});
