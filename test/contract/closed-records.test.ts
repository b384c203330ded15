import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { HoldDepartmentRequest } from '#libs/contracts/cx/bonus/v1/period.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import type { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { bonusServices } from '#services/scoring/run/bonus.js';
import { BUNDLE_KINDS, changedFiles } from '#test/real-orders/changed-bytes.js';
import { forgedBundle } from '#test/real-orders/forged-bundle.js';
import { bundle, differenceIn, type Files, jsonOf, python, steps } from './periods/bundles.js';
import {
  approve,
  clock,
  close,
  countNothing,
  inReview,
  naming,
  periodsAs,
  serveClosing,
} from './periods/closing-bench.js';
import { publishMetrics, publishOlist } from './periods/published-olist.js';
import { database, served, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();

const ACCEPT = { accepts: ['NOT_REVIEWED'], reason: 'The works council agreed to it.' };
const METRICS = { snapshotsTotal: { inc: () => {} }, recordBundlesTotal: { inc: () => {} } };

let rulesets: PublishedRulesets;
serveClosing(async () => {
  rulesets = await publishOlist();
  return bonusServices({
    database: served,
    rulesets,
    clock,
    metrics: METRICS as never,
    departments: () => BUILT_IN_SOURCES,
    signer: undefined,
  });
});

afterEach(() => vi.restoreAllMocks());

let closed: Files;
beforeAll(async () => {
  await countNothing();
  await inReview('2018-03');
  for (const who of ['hanna', 'finn', 'fay']) await approve('2018-03', who, ACCEPT);
  await close('2018-03', 'max');
  closed = await bundle('2018-03', 3);
});

describe('a closed version', () => {
  it('has records, and its bundle proves its figures and what it approves, in both languages', async () => {
    const found = steps(closed);
    expect(found.filter(({ isSkipped }) => isSkipped).map(({ name }) => name)).toEqual(['signatures']);
    expect(found.find(({ name }) => name === 'approval')).toEqual({
      name: 'approval',
      detail: 'periods/2018-03/snapshots/2 as HR, FINANCE, FINANCE, accepting NOT_REVIEWED',
    });
    const said = python(closed, 'record.py');
    expect(said.slice(-2)).toEqual([
      'ok approval: version 2 as HR, FINANCE, FINANCE',
      expect.stringMatching(/^ok index: ordering \d+/),
    ]);
  });

  it('states in each record what was approved, as whom, and what was accepted', () => {
    const approvedSha256 = jsonOf(closed, 'records/delivery.json').superseded_sha256;
    expect(jsonOf(closed, 'records/delivery.json')).toMatchObject({
      ...{ state: 'CLOSED', version: '3', position: '3', payable: true, approved_sha256: approvedSha256 },
      ...{ approved_as: ['HR', 'FINANCE', 'FINANCE'], accepted: ['NOT_REVIEWED'] },
    });
    expect(jsonOf(closed, 'snapshot.json').approved_sha256).toBe(approvedSha256);
  });

  it('is proved without batches from its counts on', async () => {
    const found = steps(await bundle('2018-03', 3, true));
    expect(found.filter(({ isSkipped }) => isSkipped).map(({ name }) => name)).toEqual(['signatures', 'batches']);
  });

  it('names the line of a department on hold', async () => {
    await countNothing();
    await inReview('2018-04');
    const hold = { ...(await naming('2018-04')), department: 'departments/delivery', reason: 'An inquiry runs.' };
    await call(periodsAs('hanna'), 'holdDepartment', HoldDepartmentRequest.fromPartial(hold));
    for (const who of ['hanna', 'finn', 'fay']) await approve('2018-04', who, ACCEPT);
    await close('2018-04', 'max');
    const files = await bundle('2018-04', 3);
    expect(steps(files).map(({ name }) => name)).toContain('approval');
    expect(python(files, 'record.py').at(-1)).toMatch(/^ok index/);
    expect(jsonOf(files, 'records/delivery.json')).toMatchObject({ payable: false, not_payable_reasons: ['HELD'] });
    expect(jsonOf(files, 'records/ordering.json')).toMatchObject({ payable: false, not_payable_reasons: [] });
    expect(jsonOf(files, 'records/ordering.json')).toMatchObject({ position: '6' });
  });

  it('is closed by the documents that decided when it was approved, not by those of today', async () => {
    await countNothing();
    await inReview('2018-05');
    for (const who of ['hanna', 'finn']) await approve('2018-05', who);
    await publishMetrics();
    await close('2018-05', 'max');
    const files = await bundle('2018-05', 3);
    expect(steps(files).map(({ name }) => name)).toContain('approval');
    expect([...files.keys()].filter((path) => path.startsWith('documents/metrics-'))).toEqual([
      'documents/metrics-1.yaml',
      'documents/metrics-1.json',
    ]);
  });

  it('is not made, nor its records, when other figures are computed now', async () => {
    await countNothing();
    await inReview('2018-06');
    for (const who of ['hanna', 'finn']) await approve('2018-06', who);
    const others = rulesets.documents.map((one) => {
      return { ...one, text: one.text.replace('floor_ppm: 800000', 'floor_ppm: 810000') };
    });
    vi.spyOn(rulesets, 'documents', 'get').mockReturnValue(others);
    const refused = await close('2018-06', 'max').catch((error: unknown) => error);
    expect(refusalOf(refused)?.reason).toBe('COUNTS_DIFFER');
    const kept = `select (select max(version) from snapshot where period = '2018-06') as versions,
                         (select max(version) from bonus_record where period = '2018-06') as records`;
    expect(await database.query(kept)).toEqual([{ versions: 2, records: 2 }]);
  });
});

describe('one changed byte of a closed bundle is named', () => {
  it.each(Object.entries(BUNDLE_KINDS))('at 100 places of %s', (_, kind) => {
    for (const { time, path, changed } of changedFiles(closed, kind, 100, 13)) {
      const difference = differenceIn(new Map(closed).set(path, changed));
      if (path !== 'manifest.json') expect([time, path, difference?.file]).toEqual([time, path, path]);
      expect([time, difference?.field]).toEqual([time, expect.any(String)]);
    }
  });

  it('by the program in Python, at as many places', () => {
    const said = python(closed, 'changed_bytes.py', '100');
    expect(said).toEqual(Object.keys(BUNDLE_KINDS).map((kind) => `${kind} 100`));
  }, 120_000);
});

describe('a forger who makes every hash fit', () => {
  const forged = (change: object, superseded?: Buffer) => forgedBundle(closed, change, superseded);

  it.each([
    ['lets one person approve', { approved_as: ['HR'] }, 'snapshot.json', 'approved_as'],
    ['lets two accept what needs three', { approved_as: ['HR', 'FINANCE'] }, 'snapshot.json', 'approved_as'],
    ['accepts what no one may accept', { accepted: ['GENERATED_DATA'] }, 'snapshot.json', 'accepted'],
    ['names another hash', { approved_sha256: 'ab'.repeat(32) }, 'snapshot.json', 'approved_sha256'],
    ['says that it is not payable', { payable: false }, 'snapshot.json', 'payable'],
  ])('is named when he %s', (_, change, file, field) => {
    expect(differenceIn(forged(change))).toMatchObject({ file, field });
    expect(python(forged(change), 'record.py').at(-1)).toMatch(/^NO snapshot\.json/);
  });

  it('is named when he lets the version before pass for the approved one', async () => {
    const before = (await bundle('2018-03', 1)).get('snapshot.json');
    expect(differenceIn(forged({}, before))).toMatchObject({ file: 'superseded.json', field: 'cut_off_at' });
    expect(python(forged({}, before), 'record.py').at(-1)).toMatch(/^NO superseded\.json: state/);
  });

  it('is named when he changes what the approved version said of itself', () => {
    const payable = Buffer.from(canonicalJson({ ...jsonOf(closed, 'superseded.json'), payable: true }));
    expect(differenceIn(forged({}, payable))).toMatchObject({ file: 'superseded.json', field: 'payable' });
    expect(python(forged({}, payable), 'record.py').at(-1)).toMatch(/^NO superseded\.json: payable/);
  });
});
