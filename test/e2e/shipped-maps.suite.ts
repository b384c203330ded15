import { beforeAll, describe, expect, it } from 'vitest';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import type { BuiltInSource } from '#libs/domain/observation.js';
import { call } from '#libs/grpc/client.js';
import { client } from '#test/stack/client.js';
import type { TestInstallation } from '#test/stack/installation.js';
import { runCx } from '#test/stack/run-cx.js';
import { until } from '#test/stack/until.js';

/** The example files of the shipped maps, sent to real departments: what they judge is what the files say. They are of March 2026. */
export const describeShippedMaps = (installation: () => TestInstallation) =>
  describe('the shipped maps', () => {
    let env: Record<string, string>;

    const imported = async (map: string, ending: string) => {
      const file = `cli/import/maps/examples/${map}.${ending}`;
      const declared = ['--zone', 'Europe/Berlin', '--complete-through', '2026-05-01'];
      const { code, stdout, stderr } = await runCx(['import', 'csv', file, '--map', map, ...declared], env);
      expect([code, stdout, stderr.includes('refused')]).toEqual([0, expect.stringContaining(', 0 refused'), false]);
    };

    beforeAll(async () => {
      const pairs = Object.entries(installation().addresses).map((pair) => pair.join('='));
      env = { CX_ADDRESSES: pairs.join(), CX_DATA: installation().logDir };
      await imported('shopify-orders', 'csv');
      await imported('woocommerce-orders', 'csv');
      await imported('shipstation-fulfillments', 'jsonl');
      await imported('zendesk-tickets', 'jsonl');
      await imported('freshdesk-tickets', 'jsonl');
    });

    /** The verdicts of March 2026 by case, once they are as many. */
    const verdicts = async (source: BuiltInSource, metric: string, count: number) => {
      const facts = client(FactsServiceClient, installation().addresses[source], 'console');
      const ask = () =>
        call(facts, 'listObservations', {
          ...{ metric, firstDay: '2026-03-01', lastDay: '2026-03-31', unit: '', outcome: 0, responsible: '' },
          ...{ pageSize: 100, pageToken: '', definition: 0 },
        });
      try {
        await until(async () => (await ask()).observations.length >= count, 60);
        const { observations } = await ask();
        return Object.fromEntries(observations.map(({ caseId, hit }) => [caseId, hit]));
      } finally {
        facts.close();
      }
    };

    it('judge the first answer of the tickets that a customer opened, and of no other', async () => {
      expect(await verdicts('support', 'first_response_in_time', 4)).toEqual({
        '501': false, // the internal note after ten minutes is no answer
        '504': true,
        '31': true,
        '34': false, // never answered
      });
    });

    it('judge who had to ask again', async () => {
      expect(await verdicts('support', 'solved_without_second_contact', 4)).toEqual({
        '501': true,
        '504': false,
        '31': true,
        '34': false,
      });
    });

    it('judge the payments that settle at the order, and not cash on delivery', async () => {
      const judged = await verdicts('ordering', 'payment_approved_in_time', 3);
      expect(judged).toMatchObject({ '#1001': true, '#1002': true, '1071': true });
      expect(Object.keys(judged)).not.toContain('1073');
      expect(Object.keys(judged)).not.toContain('#1003');
    });

    it('judge the hand-over by the limit of the map', async () => {
      expect(await verdicts('warehouse', 'handed_over_by_limit', 4)).toMatchObject({
        '#1001': true,
        '#1002': false, // fulfilled two days after the limit
        '': false, // #1003, which no feed of the warehouse ever named
        '1071': true,
      });
    });

    it("judge the delivery by the promise of the shop and the carrier's export", async () => {
      expect(await verdicts('delivery', 'delivered_by_first_promise', 2)).toMatchObject({
        '1071': true,
        '': false, // those that no feed of delivery named
      });
    });
  });
