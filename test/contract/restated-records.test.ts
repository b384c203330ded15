import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ExportRecordsRequest,
  type ExportRecordsResponse,
  RecordServiceClient,
} from '#libs/contracts/cx/bonus/v1/record.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import type { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { BundleDiffers } from '#services/scoring/records/verify/difference.js';
import { verifyBundle } from '#services/scoring/records/verify/verify-bundle.js';
import { bonusServices, engineName, recordsOfPostings } from '#services/scoring/run/bonus.js';
import { forgedBundle } from '#test/real-orders/forged-bundle.js';
import { AFTER_CLOSE, corrected, post, propose, restating, serveAdjusting, sign } from './periods/adjusting-bench.js';
import {
  approve,
  clock,
  close,
  countNothing,
  inReview,
  next,
  otherAs,
  refusal,
  serveClosing,
} from './periods/closing-bench.js';
import { publishOlist } from './periods/published-olist.js';
import { served, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();

const MONTH = '2018-03';
const METRICS = { snapshotsTotal: { inc: () => {} }, recordBundlesTotal: { inc: () => {} } };
let rulesets: PublishedRulesets;
serveClosing(async () => {
  rulesets = await publishOlist();
  return bonusServices({
    ...{
      database: served,
      rulesets,
      clock,
      metrics: METRICS as never,
      departments: () => BUILT_IN_SOURCES,
      signer: undefined,
    },
  });
});
serveAdjusting(() => rulesets, engineName());

type Files = Map<string, Buffer>;

async function bundle(version: number, withoutBatches = false): Promise<Files> {
  const files: Files = new Map();
  const request = ExportRecordsRequest.fromPartial({ name: `periods/${MONTH}/snapshots/${version}`, withoutBatches });
  const stream = otherAs(RecordServiceClient, 'hanna').exportRecords(request);
  for await (const { path, chunk } of stream as AsyncIterable<ExportRecordsResponse>)
    files.set(path, Buffer.concat([files.get(path) ?? Buffer.alloc(0), chunk]));
  return files;
}

const steps = (files: ReadonlyMap<string, Buffer>) => [
  ...verifyBundle({ paths: [...files.keys()], read: (path) => files.get(path) ?? Buffer.alloc(0) }),
];

/** What the second verifier says, the one in Python. */
function python(files: ReadonlyMap<string, Buffer>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'cx-restated-'));
  try {
    for (const [path, file] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), file);
    }
    const { stdout, stderr } = spawnSync('python3', ['test/oracle/record.py', folder], { encoding: 'utf8' });
    return `${stdout}${stderr}`.trim().split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

beforeAll(async () => {
  await countNothing();
  await inReview(MONTH);
  await approve(MONTH, 'hanna');
  await approve(MONTH, 'finn');
  await close(MONTH, 'max');
  clock.at = AFTER_CLOSE;
  restating.seal = recordsOfPostings(rulesets);
  await next('delivery', MONTH, 0, 40, clock.at);
  await corrected(MONTH);
  await next('support', MONTH, 30, 0, clock.at);
  await corrected(MONTH);
});

describe('a restated version', () => {
  it.each([4, 5])('%i has records, and its bundle proves its figures in both languages', async (version) => {
    const files = await bundle(version);
    const approval = steps(files).find(({ name }) => name === 'approval');
    expect(approval?.detail).toBe(`periods/${MONTH}/adjustments/${version - 3} as HR, FINANCE, in 2018-04, run R1`);
    expect(python(files).at(-2)).toBe(`ok approval: adjustment ${version - 3} as HR, FINANCE`);
    expect(steps(await bundle(version, true)).at(-1)?.name).toBe('index');
  });

  it.each<[string, object]>([
    ['approved_as', { approved_as: ['HR', 'HR'] }],
    ['run', { run: 'R9' }],
    ['reason', { reason: 'BECAUSE' }],
    ['posting_period', { posting_period: '' }],
  ])('is refused by a verifier whose %s was made up, with every hash made again', async (field, change) => {
    const files = await bundle(4);
    const forged = forgedBundle(files, change, undefined);
    let found: unknown;
    try {
      steps(forged);
    } catch (error) {
      found = error instanceof BundleDiffers ? error.difference.field : error;
    }
    expect(found).toBe(field);
  });

  it('is not posted when the version that it corrects has no records', async () => {
    await next('delivery', MONTH, 0, 10, clock.at);
    const made = await propose(MONTH);
    await sign(made, 'hanna');
    await sign(made, 'finn');
    restating.seal = async (tx, { corrected: latest, ...restated }) => {
      const unknown = { ...latest.content, version: 99 };
      const bytes = Buffer.from(canonicalJson(unknown));
      return recordsOfPostings(rulesets)(tx, { ...restated, corrected: { ...latest, content: unknown, bytes } });
    };
    expect(await refusal(post(made))).toBe('RECORDS_NOT_MADE');
  });
});
