import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdjustmentReason } from '#libs/contracts/cx/bonus/v1/adjustment.js';
import type { Allocation } from '#libs/contracts/cx/payout/v1/payout.js';
import { bound } from '#libs/domain/access.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import { countsReader } from '#services/scoring/counts/read.js';
import type { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { documentService } from '#services/scoring/grpc/documents/documents-service.js';
import { findSnapshot } from '#services/scoring/periods/store.js';
import { bonusServices, engineName, recordsOfPostings } from '#services/scoring/run/bonus.js';
import { forgedBundle } from '#test/real-orders/forged-bundle.js';
import { allocate, correct, publicKeys, servePayouts } from './payouts/payout-bench.js';
import { verified } from './payouts/verified.js';
import { AFTER_CLOSE, corrected, restating, serveAdjusting } from './periods/adjusting-bench.js';
import { bundle, differenceIn, python, steps } from './periods/bundles.js';
import {
  approve,
  clock,
  close,
  closingAddress,
  countNothing,
  hold,
  inReview,
  next,
  PEOPLE,
  SOURCES,
  serveClosing,
} from './periods/closing-bench.js';
import { publishBeside, publishOlist } from './periods/published-olist.js';
import { database, served, setScoringUpAsServed } from './scoring-bench.js';

PEOPLE.set('payout', { name: 'payout', kind: 'service', bindings: [bound('PAYOUT')] });
setScoringUpAsServed();

const MONTH = '2018-03';
const inc = () => {};
const METRICS = { snapshotsTotal: { inc }, recordBundlesTotal: { inc }, documentsTotal: { inc } };
let rulesets: PublishedRulesets;
serveClosing(async () => {
  rulesets = await publishOlist();
  await publishBeside('pay-plan');
  const options = { database: served, rulesets, clock, metrics: METRICS as unknown as Metrics };
  return [
    ...bonusServices({ ...options, departments: () => BUILT_IN_SOURCES, signer: undefined }),
    documentService({ ...options, counts: countsReader(served), onPublished: async () => undefined }),
  ];
});
serveAdjusting(() => rulesets, engineName());
servePayouts(closingAddress);

const ROSTER = Buffer.from(
  [
    'payee,target,currency,department,start,end,share_bp',
    ...['w-77,30000.00,warehouse', 'd-78,20000.00,delivery', 's-79,15000.00,support', 'o-80,20000.00,ordering'].map(
      (one) => `${one.replace(/,(\w+)$/, ',BRL,$1')},2018-03-01,2018-04-01,10000`,
    ),
    '',
  ].join('\n'),
);
const asked = { period: `periods/${MONTH}`, roster: ROSTER };
const NAMES = { amounts: `payout-${MONTH}-br-brl.csv`, manifest: `manifest-${MONTH}-br-brl.json` };
const CORRECTION = {
  amounts: `adjustment-${MONTH}-v4-br-brl.csv`,
  manifest: `adjustment-manifest-${MONTH}-v4-br-brl.json`,
};

type Row = Readonly<Record<string, string>>;
function rowsOf({ amounts }: Allocation): ReadonlyMap<string, Row> {
  const [head = '', ...rows] = Buffer.from(amounts).toString().trim().split('\n');
  const read = rows.map((row) =>
    Object.fromEntries(head.split(',').map((name, at) => [name, row.split(',')[at] ?? ''])),
  );
  return new Map(read.map((row) => [row['payee'] ?? '', row]));
}
const contentJson = ({ manifest }: Allocation) => JSON.parse(Buffer.from(manifest).toString());
const indexesOf = async (version: number) => {
  const found = await findSnapshot(database, MONTH, version);
  return new Map(found?.content.inputs.map(({ department, indexE4 = 0n }) => [department as string, indexE4]));
};
/**
 * What a whole month pays by an index, in cents rounded half up: the plan pays nothing below 60 points, half of the target at 75, the target at 85, and half
 * as much again at 95; straight lines lie between.
 */
function centsBy(targetCents: bigint, indexE4 = 0n): bigint {
  const [x0, y0, x1, y1] = (
    [
      [0n, 0n, 600_000n, 0n],
      [600_000n, 0n, 750_000n, 500_000n],
      [750_000n, 500_000n, 850_000n, 1_000_000n],
      [850_000n, 1_000_000n, 950_000n, 1_500_000n],
      [950_000n, 1_500_000n, 1_000_001n, 1_500_000n],
    ] as const
  ).find(([, , end]) => indexE4 < end) ?? [0n, 0n, 1n, 0n];
  const ppmTimesWidth = y0 * (x1 - x0) + (y1 - y0) * (indexE4 - x0);
  const whole = 2n * targetCents * ppmTimesWidth;
  const unit = 1_000_000n * (x1 - x0);
  return (whole + unit) / (2n * unit);
}
const cents = (text = '') => BigInt(text.replace('.', ''));
const TARGETS = { 'w-77': ['warehouse', 3_000_000n], 'd-78': ['delivery', 2_000_000n] } as const;

describe('a payout by a month that scoring has closed', () => {
  let closed: Allocation;
  beforeAll(async () => {
    await countNothing();
    // With the cases of the bench 96 of 100 are hits, so that the plan pays something.
    for (const source of SOURCES) await next(source, MONTH, 2_220, 80, clock.at - 120_000);
    await inReview(MONTH);
    await hold(MONTH, 'support');
    const accept = { accepts: ['NOT_REVIEWED'], reason: 'The works council agreed to it.' };
    for (const who of ['hanna', 'finn', 'fay']) await approve(MONTH, who, accept);
    await close(MONTH, 'max');
    clock.at = AFTER_CLOSE;
  });
  afterAll(() => {
    restating.seal = async () => {};
  });

  it('pays to the cent what the plan makes of the closed indexes, and reserves what a hold may become', async () => {
    closed = await allocate(asked);
    const rows = rowsOf(closed);
    const indexes = await indexesOf(3);
    for (const [payee, [department, target]] of Object.entries(TARGETS))
      expect([payee, cents(rows.get(payee)?.['amount'])]).toEqual([payee, centsBy(target, indexes.get(department))]);
    expect(rows.get('s-79')?.['amount']).toBe('0.00');
    const manifest = contentJson(closed);
    // The most that support can become is one and a half of its target.
    expect(manifest).toMatchObject({ mark: 'PAYABLE', scale: '1', reserved: '22500.00', period: MONTH });
    expect(manifest.snapshot).toBe(`periods/${MONTH}/snapshots/3`);
    const sum = [...rows.values()].reduce((all, row) => all + cents(row['amount']), 0n);
    expect(cents(manifest.paid)).toBe(sum);
    expect(verified(closed, publicKeys(), NAMES)).toEqual({
      here: undefined,
      python: expect.stringMatching(/^ok pool paid /),
    });
  });

  it('is corrected by what a restated version makes of it: one delta for each payee, and the hold that is released is paid', async () => {
    closed = await allocate(asked);
    restating.seal = recordsOfPostings(rulesets, { signer: undefined, metrics: METRICS as unknown as Metrics });
    await next('delivery', MONTH, 0, 60, clock.at);
    await next('warehouse', MONTH, 600, 0, clock.at);
    await corrected(MONTH, {
      ...{ reason: AdjustmentReason.ADJUSTMENT_REASON_HOLD_RELEASED, releases: ['departments/support'] },
      explanation: 'Its feed is complete.',
    });
    const given = await correct({ ...asked, closedManifest: closed.manifest });
    const [before, after] = [await indexesOf(3), await indexesOf(4)];
    const rows = rowsOf(given);
    for (const [payee, [department, target]] of Object.entries(TARGETS)) {
      const delta = centsBy(target, after.get(department)) - centsBy(target, before.get(department));
      expect([payee, cents(rows.get(payee)?.['delta'])]).toEqual([payee, delta]);
    }
    expect(rows.get('w-77')).toMatchObject({ action: 'PAY' });
    expect(rows.get('d-78')).toMatchObject({ action: 'REPORT', recovery: 'NOT_REQUESTED' });
    expect(rows.get('s-79')).toMatchObject({ action: 'PAY', closed_amount: '0.00' });
    expect(cents(rows.get('s-79')?.['delta'])).toBe(centsBy(1_500_000n, after.get('support')));
    expect(rows.has('o-80')).toBe(false);
    expect(contentJson(given)).toMatchObject({ effective_period: MONTH, posting_period: '2018-04' });
    expect(verified(given, publicKeys(), CORRECTION)).toEqual({
      here: undefined,
      python: expect.stringMatching(/^ok deltas/),
    });
  });

  it('rests on versions that both verifiers prove, the released hold included', async () => {
    for (const version of [3, 4]) {
      const files = await bundle(MONTH, version);
      expect(steps(files).map(({ name }) => name)).toContain('approval');
      expect(python(files, 'record.py').at(-1)).toMatch(/^ok /);
    }
    const forged = forgedBundle(await bundle(MONTH, 4), { released: ['ordering', 'support'] }, undefined);
    expect(differenceIn(forged)).toMatchObject({ file: 'snapshot.json', field: 'released' });
    expect(python(forged, 'record.py').at(-1)).toMatch(/^NO /);
  });
});
