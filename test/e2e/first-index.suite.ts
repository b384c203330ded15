import { describe, expect, it } from 'vitest';
import type { TestInstallation } from '#test/stack/installation.js';
import { runCx } from '#test/stack/run-cx.js';
import { untilCounted } from './counts.js';
import { factsOfOrders, send } from './real-orders.js';

/** An installation that an operator has just started; its clock is today's, and its orders are of 2018. */
export const describeFirstIndex = (installation: () => TestInstallation) =>
  describe('what cx doctor says until the first index', () => {
    const thisMonth = new Date().toISOString().slice(0, 7);

    const doctor = (...options: string[]) => {
      const addresses = Object.entries(installation().addresses).map(([name, address]) => `${name}=${address}`);
      return runCx(['doctor', ...options], { CX_ADDRESSES: addresses.join(','), CX_DATA: installation().logDir });
    };
    const reportOrdersOf = async (month: string, count: number) => {
      let wanted = count;
      const picked = (promised: string) => promised.startsWith(month) && wanted-- > 0;
      await send(installation(), await factsOfOrders((order) => picked(order.order_estimated_delivery_date)));
      await untilCounted(installation().addresses);
    };

    it('before any fact: no feed reports, no ruleset names this month, and no department has a case', async () => {
      const { code, stdout } = await doctor();
      expect(code).toBe(0);
      for (const source of ['ordering', 'warehouse', 'delivery', 'support', 'survey'])
        expect(stdout).toContain(`!!  no feed reports to ${source}`);
      expect(stdout).toContain(`!!  until the first index: no ruleset names ${thisMonth}`);
      expect(stdout).toContain('delivery has 0 of 100 cases of delivered_by_first_promise in 2018-08');
      expect(stdout).toContain('=> nothing is lost, late or quarantined');
    });

    it('with some orders: how many cases of how many each metric has, in the month with the most', async () => {
      await reportOrdersOf('2018-05', 60);
      const { code, stdout } = await doctor('--json');
      const texts = (JSON.parse(stdout) as { sign: string; text: string }[]).map(({ sign, text }) => `${sign} ${text}`);
      const about = texts.filter((text) => text.includes('delivered_by_first_promise'));
      expect([code, about]).toEqual([
        0,
        [expect.stringMatching(/^!! until the first index: delivery has [1-5]\d of 100 cases of \w+ in 2018-05/)],
      ]);
      expect(texts).not.toContain('!! no feed reports to delivery');
    });

    it('says plainly what is insecure about npm start, and ends with 3 for it with --strict only', async () => {
      await expect
        .poll(async () => (await doctor()).stdout, { timeout: 60_000, interval: 2_000 })
        .toContain('DEMO_ISSUER');
      const { code, stdout } = await doctor();
      const [, security = ''] = stdout.split('\nSecurity\n');
      const everyProcess = 'In ordering, warehouse, delivery, support, survey, scoring: ';
      expect(code).toBe(0);
      for (const reason of ['DEMO_ISSUER', 'DEMO_AUTHORITY']) {
        const line = security.split('\n').find((one) => one.startsWith(`  !!  ${reason}. `));
        expect(line, security).toContain(everyProcess);
      }
      expect(security).toMatch(/=> \d+ things are insecure; see docs\/security.md\n?$/);
      expect((await doctor('--strict')).code).toBe(3);
    });

    it('with enough orders: nothing more about a department that has an index', async () => {
      await reportOrdersOf('2018-05', 400);
      const { stdout } = await doctor();
      expect(stdout).not.toContain('until the first index: delivery');
      expect(stdout).toMatch(/until the first index: support has \d+ of 100 cases/);
    });
  });
