import { beforeAll, describe, expect, it } from 'vitest';
import type { Addresses } from '#cli/addresses.js';
import { generateContacts } from '#deploy/local/generated-contacts.js';
import { CountsServiceClient } from '#libs/contracts/cx/scoring/v1/counts.js';
import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call } from '#libs/grpc/client.js';
import { exportedLines, linesOf, sha256Of, untilCounted } from '#test/e2e/counts.js';
import { send } from '#test/e2e/real-orders.js';
import { pureContacts } from '#test/golden/pure-contacts.js';
import { purePath } from '#test/golden/pure-path.js';
import { foldOfArchive, sumOfVerdicts } from '#test/oracle/ask.js';
import { realFacts } from '#test/real-orders/facts.js';
import { client } from '#test/stack/client.js';

/** An installation that has all 20,000 real orders and the generated contacts of seed 7. */
export interface WithAllOrders {
  readonly addresses: Addresses;
  /** Of the five departments. */
  readonly databaseUrls: readonly string[];
}

/** What must be true of all real orders after the public API, six processes, real PostgreSQL and, where it can be had, real Kafka. */
export function describeWholeWay(installation: () => WithAllOrders): void {
  describe('the whole way', () => {
    let expected: readonly string[];

    beforeAll(async () => {
      const { evaluations } = await purePath();
      expected = linesOf(evaluations, pureContacts(generateContacts(7)));
    });

    it('counts exactly what the rules make of every order and contact, cell by cell', async () => {
      expect(sha256Of(await exportedLines(installation().addresses))).toBe(sha256Of(expected));
    });

    it('answers delivery 2018-08 with 834,271 E4, and its points add up', async () => {
      const scoring = client(ScoringServiceClient, installation().addresses.scoring, 'console');
      const name = 'departments/delivery/indexes/2018-08';
      const index = await call(scoring, 'getIndex', { name, view: 2, atLeast: '' });
      scoring.close();
      expect(index.indexE4).toBe(834_271n);
      expect(index.metrics.map(({ pointsE4 }) => pointsE4)).toEqual([566_190n, 268_081n]);
    });

    it('a fold over the archive by a program in another language gives the same hash', async () => {
      expect(await foldOfArchive(installation().addresses.scoring)).toBe(sha256Of(expected));
    });

    it("SQL over the departments' own verdicts gives the same hash", async () => {
      expect(await sumOfVerdicts(installation().databaseUrls)).toBe(sha256Of(expected));
    });

    it('every fourth order again, by two imports at once, changes nothing', async () => {
      const { addresses } = installation();
      const facts = await realFacts((_, place) => place % 4 === 0);
      const results = await Promise.all([1, 2].map(() => send({ addresses }, facts, { portion: 1_000 })));
      expect(results.map(({ progress }) => [progress.accepted, progress.refused])).toEqual([
        [0, 0],
        [0, 0],
      ]);
      await untilCounted(addresses);
      expect(sha256Of(await exportedLines(addresses))).toBe(sha256Of(expected));
    });

    it('the recount by the second path agrees', async () => {
      const counts = client(CountsServiceClient, installation().addresses.scoring, 'console');
      const verified = await call(counts, 'verifyCounts', {}, { deadlineMs: 120_000 });
      counts.close();
      expect(verified.equal).toBe(true);
      expect(verified.countedSha256.toString('hex')).toBe(sha256Of(expected));
    });
  });
}
