import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RemoteSigner } from '#libs/clients/remote-signer.js';
import {
  ExportRecordsRequest,
  type ExportRecordsResponse,
  RecordServiceClient,
} from '#libs/contracts/cx/bonus/v1/record.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { CxError } from '#libs/domain/error.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import { makeKey } from '#libs/signing/make-keys.js';
import { publicKeyFile } from '#libs/signing/public-keys.js';
import { signatureOf } from '#libs/signing/signature.js';
import type { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import type { TrustedKey } from '#services/scoring/records/verify/check-signatures.js';
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
/** A signer in this process; one that is away signs nothing. */
const KEY = makeKey(Date.parse('2018-01-01T00:00:00Z'));
const signer = { isAway: false };
const SIGNING = {
  signer: {
    signRoot: async (_: string, sha256: string) => {
      if (signer.isAway) throw new CxError('SIGNER_UNAVAILABLE', 'the signer did not sign');
      const signed = { purpose: 'BONUS_ROOT' as const, sha256, signedAt: clock.at };
      return { ...signed, keyId: KEY.keyId, signature: signatureOf(KEY.privateKey ?? '', signed), key: KEY };
    },
  } as unknown as RemoteSigner,
  metrics: { signingFailuresTotal: { inc: () => {} } } as unknown as Metrics,
};
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

const steps = (files: ReadonlyMap<string, Buffer>, trusted: readonly TrustedKey[] = []) => [
  ...verifyBundle({ paths: [...files.keys()], read: (path) => files.get(path) ?? Buffer.alloc(0) }, trusted),
];

/** What the second verifier says, the one in Python. */
function python(files: ReadonlyMap<string, Buffer>, keys?: Buffer): readonly string[] {
  const top = mkdtempSync(join(tmpdir(), 'cx-restated-'));
  const folder = join(top, 'bundle');
  try {
    for (const [path, file] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), file);
    }
    const trusted = keys === undefined ? [] : [join(top, 'keys.json')];
    if (trusted[0] !== undefined) writeFileSync(trusted[0], keys ?? '');
    const { stdout, stderr } = spawnSync('python3', ['test/oracle/record.py', folder, ...trusted], {
      encoding: 'utf8',
    });
    return `${stdout}${stderr}`.trim().split('\n');
  } finally {
    rmSync(top, { recursive: true });
  }
}

beforeAll(async () => {
  await countNothing();
  await inReview(MONTH);
  await approve(MONTH, 'hanna');
  await approve(MONTH, 'finn');
  await close(MONTH, 'max');
  clock.at = AFTER_CLOSE;
  restating.seal = recordsOfPostings(rulesets, SIGNING);
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

  it('is signed as the closed one: both verifiers prove it by a key that the reader got elsewhere', async () => {
    const files = await bundle(4);
    const step = steps(files, [KEY]).find(({ name }) => name === 'signatures');
    expect(step?.detail).toMatch(new RegExp(`^${KEY.keyId} at .* by a key that you trust$`));
    expect(python(files, publicKeyFile([KEY])).find((line) => line.startsWith('ok signatures'))).toBe(
      'ok signatures: 1',
    );
    expect(() => steps(files, [makeKey(0)])).toThrow('a key that is trusted');
  });

  it.each<[string, object]>([
    ['approved_as', { approved_as: ['HR', 'HR'] }],
    ['run', { run: 'R9' }],
    ['reason', { reason: 'BECAUSE' }],
    ['posting_period', { posting_period: '' }],
  ])('is refused by a verifier whose %s was made up, with every hash made again', async (field, change) => {
    const files = await bundle(4);
    // Without the key, a forger can only leave the signature out.
    const unsigned = new Map(files)
      .set('signatures.json', Buffer.from('{"signatures":[]}'))
      .set('keys.json', Buffer.from('{"keys":[]}'));
    const forged = forgedBundle(unsigned, change, undefined);
    let found: unknown;
    try {
      steps(forged);
    } catch (error) {
      found = error instanceof BundleDiffers ? error.difference.field : error;
    }
    expect(found).toBe(field);
  });

  it('is not posted while the signer is away, stores nothing, and can be posted again', async () => {
    await next('delivery', MONTH, 0, 20, clock.at);
    const made = await propose(MONTH);
    await sign(made, 'hanna');
    await sign(made, 'finn');
    signer.isAway = true;
    expect(await refusal(post(made))).toBe('SIGNER_UNAVAILABLE');
    const versions = () => served.query('select max(version) from snapshot where period = $1', [MONTH]);
    expect(await versions()).toEqual([{ max: 5 }]);
    signer.isAway = false;
    await post(made);
    expect(await versions()).toEqual([{ max: 6 }]);
    expect(steps(await bundle(6), [KEY]).find(({ name }) => name === 'signatures')?.isSkipped).toBeUndefined();
  });

  it('is not posted when the version that it corrects has no records', async () => {
    await next('delivery', MONTH, 0, 10, clock.at);
    const made = await propose(MONTH);
    await sign(made, 'hanna');
    await sign(made, 'finn');
    restating.seal = async (tx, { corrected: latest, ...restated }) => {
      const unknown = { ...latest.content, version: 99 };
      const bytes = Buffer.from(canonicalJson(unknown));
      return recordsOfPostings(rulesets, SIGNING)(tx, {
        ...restated,
        corrected: { ...latest, content: unknown, bytes },
      });
    };
    expect(await refusal(post(made))).toBe('RECORDS_NOT_MADE');
  });
});
