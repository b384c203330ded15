import { afterAll, beforeAll, describe } from 'vitest';
import { startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { describeFirstIndex } from './first-index.suite.js';
import { describeShippedMaps } from './shipped-maps.suite.js';
import { describeTerminal } from './terminal.suite.js';

/** Starting six processes takes longer than what these ask of them. The first suite begins before any fact; no other counts on that. */
describe('a small installation', () => {
  let installation: TestInstallation;
  beforeAll(async () => {
    installation = await startInstallation('');
  });
  afterAll(() => installation?.end());

  describeFirstIndex(() => installation);
  describeTerminal(() => installation);
  describeShippedMaps(() => installation);
});
