import { beforeAll, describe } from 'vitest';
import { realFacts, type TimedFact } from '#test/real-orders/facts.js';
import { describeFigures } from './olist-figures.suite.js';
import { describeMaps } from './olist-map.suite.js';
import { describeOracle } from './oracle.suite.js';
import { type PurePath, purePathOf } from './pure-path.js';

/** Reading 20,000 orders by their map and judging them takes some seconds, so it is done once for all that is asked of them. */
describe('20,000 real orders', () => {
  let facts: readonly TimedFact[];
  let path: PurePath;
  beforeAll(async () => {
    facts = await realFacts();
    path = purePathOf(facts);
  }, 240_000);

  describeMaps(() => facts);
  describeFigures(() => path);
  describeOracle(() => path);
});
