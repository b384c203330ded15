import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedToken } from '#cli/session/tokens.js';
import { examplesOf } from '#test/foreign/examples.js';
import { findTool } from '#test/foreign/tools.js';
import { readPage } from '#test/stack/read-page.js';
import { runCx, runProgram } from '#test/stack/run-cx.js';
import type { ExampleDepartments } from './example-departments.js';

const PAGE = 'docs/own-departments.md';
const grpcurl = await findTool('grpcurl');
const python = await findTool('python3');
if (!('path' in grpcurl)) console.log(`not run: the page of own departments. ${grpcurl.reason}`);

/** docs/own-departments.md, command by command, on real processes. What it reports happened in January 2026. */
export const describePage = ({ folder, env, port, printed, accountableOf }: ExampleDepartments) =>
  describe.skipIf(!('path' in grpcurl))('departments of the company', () => {
    const dataDir = env.CX_DATA;
    const authority = join(dataDir, 'tls/ca.crt');
    const headerOf = async (feed: string) => `authorization: Bearer ${await feedToken(env, feed)}`;
    const commands = examplesOf(PAGE, readFileSync(PAGE, 'utf8')).map(({ code }) => code);

    /** Runs a command of the page with the ports and the folder of this test. */
    const type = async (code: string) => {
      const ours = code
        .replaceAll(/127\.0\.0\.1:(71\d\d)/g, (_, onPage) => `127.0.0.1:${port(Number(onPage))}`)
        .replaceAll(/(?<![\w/])my-shop/g, folder)
        .replaceAll(/\bnpx cx\b/g, `${process.execPath} cli/cx.mjs`);
      const path = `${dirname('path' in grpcurl ? grpcurl.path : '')}:${process.env['PATH']}`;
      return runProgram('bash', ['--norc', '-euc', ours], { ...env, PATH: path });
    };
    const commandWith = (words: string) => {
      const found = commands.filter((code) => code.includes(words));
      expect([words, found.length]).toEqual([words, 1]);
      return found[0] as string;
    };
    const cx = (...words: string[]) => runCx(words, env);
    const counted = (department: string, counts: object) =>
      expect.poll(() => accountableOf(department, '2026-01'), { timeout: 60_000, interval: 300 }).toEqual(counts);

    it('are declared by documents in which the linter finds nothing', async () => {
      const linted = await cx('company', 'lint', folder);
      expect([linted.code, linted.stderr]).toEqual([0, expect.stringContaining('nothing is wrong')]);
      expect(printed()).toMatch(new RegExp(`product :${port(7_110)} .*it :${port(7_111)} .*returns :${port(7_112)}`));
    });

    it('take the facts and corrections of the page', async () => {
      // The documents have travelled when the first fact is not refused any more.
      const report = commandWith('asked-2');
      await expect.poll(async () => (await type(report)).code, { timeout: 60_000, interval: 1_000 }).toBe(0);
      const again = JSON.parse((await type(report)).stdout);
      expect(again.outcomes.map(({ result }: { result: string }) => result)).toEqual(
        Array(4).fill('FACT_RESULT_ALREADY_RECORDED'),
      );
      const corrected = await type(commandWith('StreamCustomFacts'));
      expect([corrected.code, corrected.stderr]).toEqual([0, '']);
      expect(corrected.stdout).not.toContain('REFUSED');
      expect((await type(commandWith('7110 cx.facts.v1'))).code).toBe(0);
    });

    it('have an index by the rules of their document, explained down to the cases', async () => {
      await counted('product', {
        price_competitive: { hits: '1', cases: '2' },
        in_stock_when_asked_for: { hits: '2', cases: '2' },
        as_described: { hits: '2', cases: '2' },
      });
      const index = JSON.parse((await cx('index', 'get', 'product', '2026-01', '--json')).stdout);
      expect(index.metrics).toContainEqual(
        expect.objectContaining({ metric: 'metrics/price_competitive', accountable: { hits: '1', cases: '2' } }),
      );
      const read = await type(commandWith('npx cx metrics product'));
      expect([read.stderr, read.stdout]).toEqual([expect.any(String), expect.stringContaining('Price competitive')]);
      const misses = await cx('cases', 'price_competitive', '2026-01', '--miss');
      expect(misses.stdout).toContain('A2 / 2026-01-05  category/books  2026-01-05  miss  ours');
      expect(misses.stdout).toContain('our_price_cents 3000');
    });

    it('take the tallies of a source that judges itself', async () => {
      const told = await type(commandWith('checkout-1'));
      expect([told.code, told.stderr, told.stdout.includes('REFUSED')]).toEqual([0, '', false]);
      await counted('it', {
        checkout_finished: { hits: '39880', cases: '40000' },
        page_answered_in_time: { hits: '1', cases: '2' },
      });
    });

    it('hear what happened to the order elsewhere, on real processes and without a restart', async () => {
      const told = await type(commandWith('4711-placed'));
      expect([told.code, told.stderr, told.stdout.includes('REFUSED')]).toEqual([0, '', false]);
      await counted('returns', { order_as_described: { hits: '1', cases: '2' } });
      const misses = await cx('cases', 'order_as_described', '2026-01', '--miss');
      expect(misses.stdout).toContain('4711');
      expect(misses.stdout).toContain('delivered');
      expect((await readPage(dataDir, `https://127.0.0.1:${port(7_212)}/metrics`)).text).toMatch(
        /cx_milestone_batches_applied_total\{[^}]*delivery[^}]*\} [1-9]/,
      );
    });

    it('take facts from buf curl and from Python, which read the contract by reflection', async () => {
      const factOf = (factId: string) => ({
        ...{ factId, happenedAt: '2026-01-13T09:00:00Z', kind: 'sent_back' },
        fields: { order_id: { text: '4712' }, cause: { choice: 'damaged' } },
      });
      const portion = (factId: string) => ({ origin: 'ORIGIN_REPORTED', facts: [factOf(factId)] });
      const record = 'cx.custom.v1.CustomService/RecordCustomFacts';
      const address = `127.0.0.1:${port(7_112)}`;
      const byBuf = await runProgram('node_modules/.bin/buf', [
        ...['curl', '--protocol', 'grpc', '--cacert', authority, '-H', await headerOf('shop'), '--reflect-header', '*'],
        ...['-d', JSON.stringify(portion('by-buf')), `https://${address}/${record}`],
      ]);
      expect([byBuf.code, byBuf.stdout]).toEqual([0, expect.stringContaining('FACT_RESULT_RECORDED')]);

      const calls = [
        { method: record, messages: [portion('by-python')] },
        { method: 'cx.custom.v1.CustomService/StreamCustomFacts', messages: [{ portion: portion('by-python') }] },
        {
          method: record,
          messages: [{ ...portion('x'), facts: [{ ...factOf('x'), kind: 'sold' }] }],
          header: await headerOf('unlisted'),
        },
      ];
      const header = await headerOf('shop');
      const reader = header.replace(/^.*Bearer /, '');
      const asked = calls.map((one) => ({ address, header, seconds: 10, gzip: false, ...one }));
      if (!('path' in python)) return console.log(`not run: Python. ${python.reason}`);
      const input = JSON.stringify({ authority, reader, servers: [address], calls: asked });
      const { answers } = JSON.parse(execFileSync(python.path, ['test/foreign/call_all.py'], { input }).toString());
      expect(answers.map(({ code, reason }: { code: string; reason: string }) => `${code} ${reason}`.trim())).toEqual([
        ...['OK', 'OK', 'PERMISSION_DENIED CALLER_NOT_ALLOWED'],
      ]);
      const stored = await type(
        `grpcurl -cacert ${authority} -H "authorization: Bearer $(npx cx token)" 127.0.0.1:7112 cx.facts.v1.FactsService/GetIntakeStatus`,
      );
      expect(JSON.parse(stored.stdout).facts).toBe('3'); // of the page, of buf curl and of Python, which sent one twice; milestones are counted apart
    });

    it('can be asked by every call of their contract with reflection alone', async () => {
      const proof = `-cacert ${authority} -H "authorization: Bearer $(npx cx token)"`;
      const described = await type(`grpcurl ${proof} 127.0.0.1:7110 describe cx.custom.v1.CustomFact`);
      expect([described.code, described.stderr]).toEqual([0, '']);
      const listed = await type(`grpcurl ${proof} 127.0.0.1:7110 list`);
      expect(listed.stdout).toContain('cx.custom.v1.CustomService');
      expect((await readPage(dataDir, `https://127.0.0.1:${port(7_210)}/metrics`)).text).toContain('cx_facts_total');
    });
  });
