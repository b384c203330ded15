import { createHash } from 'node:crypto';
import { parsePeriod } from '#libs/domain/period.js';
import { allocateRoster } from '#libs/payout/close/allocate-roster.js';
import { GOLDEN_INDEXES, GOLDEN_PLAN, GOLDEN_POOL, inputOf } from '#libs/payout/fixtures/golden.js';
import { madeBundle } from './made-bundle.js';

/** Prints the hashes of a bundle and of an allocation, for a test that runs it where time zone and language differ. The key of the signature is random. */
const RANDOM = /^(signatures|keys|manifest)\.json$/;
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

const { files } = await madeBundle();
const hashes = [...files].filter(([path]) => !RANDOM.test(path)).map(([path, file]) => `${path} ${sha256(file)}`);

const period = parsePeriod('2018-Q3');
if (period === undefined) throw new Error('a quarter is a period');
const snapshot = {
  ...{ name: 'periods/2018-Q3/snapshots/3', version: 3, supersedes: 2, state: 'CLOSED', postingPeriod: '' },
  ...{ contentSha256: Buffer.alloc(32, 7), notPayableReasons: [], inputs: [] },
};
const figures = new Map([[period.name, Object.entries(GOLDEN_INDEXES).map(([name, index]) => inputOf(name, index))]]);
const plan = {
  name: 'documents/pay-plan/versions/1',
  plan: GOLDEN_PLAN,
  sha256: '0'.repeat(64),
  boundAfterStart: false,
};
const payee = (ref: string, department: string) => ({
  ...{ ref, currency: 'EUR', targetMinor: 9_000_000n },
  spans: [{ department, start: '2018-07-01', end: '2018-10-01', shareBp: 10_000n }],
});
const roster = Object.keys(GOLDEN_INDEXES).map((name) => payee(`p-${name}`, name));
const { csv, manifest } = allocateRoster(roster, {
  ...{ period, frozen: { snapshot, figures }, plan, pool: GOLDEN_POOL, isSimulation: false },
});
console.log([...hashes, `payout ${sha256(csv)} ${manifest['content_sha256']}`].join('\n'));
