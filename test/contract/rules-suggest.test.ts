import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishWhole } from '#cli/company/publish-by-two.js';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import type { SuggestRulesetResponse } from '#libs/contracts/cx/documents/v1/documents.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { parseRuleset } from '#services/scoring/rulesets/ruleset.js';
import { runCx } from '#test/stack/run-cx.js';
import { type DocumentServer, serveDocuments } from './document-server.js';
import { type Counted, database, scoringDoor, sealed, setScoringUp } from './scoring-bench.js';

setScoringUp();

const home = mkdtempSync(join(tmpdir(), 'cx-suggest-'));
const folder = join(home, 'company');

/** Hits of 1,000 cases in each month of 2018: the first six are the example of docs/suggested-anchors.md. */
const HITS = [930, 940, 900, 950, 960, 945];
const RULES = {
  ordering: ['payment_approved_in_time', 'order_kept'],
  warehouse: ['handed_over_by_limit', 'handed_over_at_last'],
  delivery: ['delivered_by_first_promise', 'arrived_at_last'],
} as const;

describe('cx rules suggest', () => {
  let server: DocumentServer;
  let base = '';

  beforeAll(async () => {
    server = await serveDocuments('2018-08-10T12:00:00Z');
    cpSync('data/olist/company', folder, { recursive: true });
    base = readFileSync(join(folder, 'ruleset.yaml'), 'utf8');
    const take = scoringDoor();
    for (const [source, metrics] of Object.entries(RULES)) {
      let after: RawBatch | undefined;
      for (const [place, hits] of [...HITS, 990, 990].entries()) {
        const day = `2018-0${place + 1}-10`;
        const cells = metrics.map((metric): Counted => ({ metric, unit: 'a', day, hits, misses: 1_000 - hits }));
        after = sealed(source as keyof typeof RULES, { cells, after });
        await take(source as keyof typeof RULES, after);
      }
    }
    const generated = HITS.map((hits, place): Counted => {
      const own = { metric: 'goodwill_paid_by_promised_day', unit: 'a', day: `2018-0${place + 1}-10` };
      return { ...own, origin: 'GENERATED', hits, misses: 1_000 - hits };
    });
    await take('support', sealed('support', { cells: generated }));
  });
  afterAll(async () => {
    await server.close();
    rmSync(home, { recursive: true });
  });

  const suggest = (more = {}): Promise<SuggestRulesetResponse> =>
    call(server.documents, 'suggestRuleset', { from: '2018-01', to: '2018-08', basedOn: '', ...more });
  const of = ({ metrics }: SuggestRulesetResponse, name: string) =>
    metrics.find(({ metric }) => metric === `metrics/${name}`);

  it('needs a ruleset, published or given, for the weights', async () => {
    expect(await suggest().catch(refusalOf)).toMatchObject({ reason: 'DOCUMENT_UNKNOWN', field: 'based_on' });
    expect((await suggest({ basedOn: base })).basedOn).toBe('2018-first');
    const options = { reason: 'first', allowAfterFirstDay: true };
    await publishWhole(server.people, folder, options);
    expect((await suggest()).basedOn).toBe('2018-first');
  });

  it('suggests the anchors of the page from the months of the page, and says which months it left out', async () => {
    const example = of(await suggest({ to: '2018-06' }), 'payment_approved_in_time');
    expect([example?.floorPpm, example?.targetPpm, example?.worldClassPpm]).toEqual([885_000n, 948_000n, 975_000n]);
    const leftOut = async (metric: string) => of(await suggest(), metric)?.months.map((one) => one.leftOutReason);
    // On 10 August orders promised for July are judged; whether they arrived at last is due 14 days later.
    const six = ['', '', '', '', '', ''];
    expect(await leftOut('order_kept')).toEqual([...six, '', 'NOT_MATURED']);
    expect(await leftOut('arrived_at_last')).toEqual([...six, 'NOT_MATURED', 'NOT_MATURED']);
  });

  it('gives no anchors for generated cases and for too few months, with the reason', async () => {
    const answer = await suggest();
    const goodwill = of(answer, 'goodwill_paid_by_promised_day');
    expect(goodwill).toMatchObject({ noAnchorsReason: 'TOO_FEW_MONTHS', floorPpm: undefined });
    expect(goodwill?.months.map(({ leftOutReason }) => leftOutReason)).toContain('GENERATED_CASES');
    expect(answer.text).toContain('# No anchors, TOO_FEW_MONTHS: 0 of at least 6 months can be used.');
    expect(of(await suggest({ to: '2018-05' }), 'order_kept')).toMatchObject({ noAnchorsReason: 'TOO_FEW_MONTHS' });
  });

  it('stores nothing and answers the same again', async () => {
    const versions = () => database.query('select kind, version from document_version');
    const before = await versions();
    expect(await suggest()).toEqual(await suggest());
    expect(await versions()).toEqual(before);
  });

  it('drafts a ruleset that takes over with the next month and can be read by the service', async () => {
    const withoutSupport = base.slice(0, base.indexOf('  support:'));
    const { text } = await suggest({ basedOn: withoutSupport });
    const draft = parseRuleset(text);
    expect(draft.calendar.map(({ first, last }) => [first.name, last])).toEqual([
      ['2018-09', undefined],
      ['2019-08-12m', undefined],
    ]);
    expect([...draft.departments.keys()]).toEqual(['ordering', 'warehouse', 'delivery']);
    expect(draft.minimumCases.month).toEqual({ department: 100n, unit: 30n });
  });

  it.each([
    ['from after to', { from: '2018-08', to: '2018-01' }],
    ['a quarter', { from: '2018-Q1', to: '2018-08' }],
    ['37 months', { from: '2015-08', to: '2018-08' }],
  ])('refuses %s', async (_, months) => {
    expect(await suggest(months).catch(refusalOf)).toMatchObject({ reason: 'PERIOD_INVALID' });
  });

  it('writes a draft that cx company lint completes: it names the anchors that are missing, and nothing else', async () => {
    const file = join(folder, 'ruleset-suggested.yaml');
    const words = ['rules', 'suggest', '--from', '2018-01', '--to', '2018-08', '--output', file];
    const { code, stdout, stderr } = await runCx(words, server.env);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain(`${file} is a draft with the weights of 2018-first. Nothing was published.`);
    expect(stderr).toContain('goodwill_paid_by_promised_day (TOO_FEW_MONTHS)');
    const { stdout: findings } = await runCx(['company', 'lint', folder]);
    const lines = findings.trim().split('\n');
    expect(lines).toHaveLength(9);
    expect(lines.every((line) => /ruleset-suggested\.yaml:\d+:\d+ KEY_MISSING: .*_ppm/.test(line))).toBe(true);

    const again = await runCx(words, server.env);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('exists; name a new file')]);
  });

  it('writes a draft that the linter takes as it is when nothing is missing, and that can be shadowed', async () => {
    const file = join(folder, 'ruleset-suggested.yaml');
    const weights = join(home, 'weights.yaml');
    writeFileSync(weights, base.slice(0, base.indexOf('  support:')));
    rmSync(file);
    const words = ['rules', 'suggest', '--from', '2018-01', '--to', '2018-08', '--based-on', weights];
    expect((await runCx([...words, '--output', file], server.env)).code).toBe(0);
    const lint = await runCx(['company', 'lint', folder]);
    expect([lint.code, lint.stdout]).toEqual([0, '']);
    const shadow = await runCx(['company', 'shadow', folder, '--through', '2018-06'], server.env);
    expect([shadow.code, shadow.stdout]).toEqual([0, expect.stringContaining('suggested-2018-09 beside the rulesets')]);
  });
});
