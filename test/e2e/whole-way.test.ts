import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsOf, ZONE } from '#cli/import/olist-facts.js';
import { readOlistFiles } from '#cli/import/olist-files.js';
import { type FactToSend, sendFacts } from '#cli/import/send.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { CountsServiceClient } from '#libs/contracts/cx/scoring/v1/counts.js';
import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { SOURCES } from '#libs/domain/observation.js';
import { instantOfWallTime } from '#libs/domain/time.js';
import { call, client } from '#libs/grpc/client.js';
import { purePath } from '#test/golden/pure-path.js';
import { foldOfArchive, sumOfVerdicts } from '#test/oracle/ask.js';
import { brokers, startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { exportedLines, linesOf, sha256Of, untilCounted } from './counts.js';

const THROUGH = instantOfWallTime('2018-11-01T00:00:00', ZONE);

/** All 20,000 real orders through the public API, six processes, real PostgreSQL and real Kafka where it can be had. */
describe('the whole way', () => {
  let installation: TestInstallation;
  let facts: readonly FactToSend[];
  let expected: readonly string[];

  beforeAll(async () => {
    facts = factsOf(await readOlistFiles('data/olist', { zone: ZONE }));
    expected = linesOf((await purePath('data/olist')).evaluations);
    installation = await startInstallation(brokers());
  });
  afterAll(() => installation?.end());

  const send = () =>
    sendFacts({
      addresses: installation.addresses,
      facts,
      origin: Origin.ORIGIN_IMPORTED,
      completeThrough: THROUGH,
      onProgress: () => {},
    });

  it('counts exactly what the rules make of every order, cell by cell', async () => {
    const { progress, refused } = await send();
    expect(refused).toEqual([]);
    expect(progress.accepted).toBe(facts.length);
    await untilCounted(installation.addresses);
    const lines = await exportedLines(installation.addresses);
    expect(sha256Of(lines)).toBe(sha256Of(expected));
  });

  it('answers delivery 2018-08 with 834,271 E4, and its points add up', async () => {
    const scoring = client(ScoringServiceClient, installation.addresses.scoring, 'console');
    const index = await call(scoring, 'getIndex', {
      name: 'departments/delivery/indexes/2018-08',
      view: 2,
      atLeast: '',
    });
    scoring.close();
    expect(index.indexE4).toBe(834_271n);
    expect(index.metrics.map(({ pointsE4 }) => pointsE4)).toEqual([566_190n, 268_081n]);
  });

  it('a fold over the archive by a program in another language gives the same hash', async () => {
    expect(await foldOfArchive(installation.addresses.scoring)).toBe(sha256Of(expected));
  });

  it("SQL over the departments' own verdicts gives the same hash", async () => {
    const urls = SOURCES.map((source) => installation.databaseUrls[source]);
    expect(await sumOfVerdicts(urls)).toBe(sha256Of(expected));
  });

  it('the same import again, two at once, with scoring killed in the middle: the same hash', async () => {
    const imports = [send(), send()];
    await new Promise((resume) => setTimeout(resume, 1_500));
    installation.children.get('scoring')?.kill();
    await installation.restart('scoring');
    const results = await Promise.all(imports);
    expect(results.map(({ progress }) => [progress.accepted, progress.refused])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    await untilCounted(installation.addresses);
    expect(sha256Of(await exportedLines(installation.addresses))).toBe(sha256Of(expected));
  });

  it('the recount by the second path agrees', async () => {
    const counts = client(CountsServiceClient, installation.addresses.scoring, 'console');
    const verified = await call(counts, 'verifyCounts', {}, { deadlineMs: 120_000 });
    counts.close();
    expect(verified.equal).toBe(true);
    expect(verified.countedSha256.toString('hex')).toBe(sha256Of(expected));
  });
});
