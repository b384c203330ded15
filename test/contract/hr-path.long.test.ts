import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bound, type Caller } from '#libs/domain/access.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import { countsReader } from '#services/scoring/counts/read.js';
import type { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { adjustmentService } from '#services/scoring/grpc/adjustments/adjustment-service.js';
import { contestService } from '#services/scoring/grpc/contests/contests-service.js';
import { documentService } from '#services/scoring/grpc/documents/documents-service.js';
import { bonusServices, engineName, recordsOfPostings } from '#services/scoring/run/bonus.js';
import { type SecuredPlace, securedPlace } from '#test/doubles/secured-place.js';
import { findTool } from '#test/foreign/tools.js';
import { type Ended, runCx, runProgram } from '#test/stack/run-cx.js';
import { payoutPort, servePayouts } from './payouts/payout-bench.js';
import {
  AFTER_REVIEW,
  BEGIN,
  clock,
  closingAddress,
  closingPort,
  countNothing,
  fill,
  next,
  PEOPLE,
  SOURCES,
  sealAll,
  serveClosing,
} from './periods/closing-bench.js';
import { publishBeside, publishOlist } from './periods/published-olist.js';
import { served, setScoringUpAsServed } from './scoring-bench.js';

const office = await findTool('libreoffice-calc-nogui');
if ('reason' in office) console.log(`not run: the files of HR in LibreOffice. ${office.reason}`);

const bindings: Readonly<Record<string, Caller['bindings']>> = {
  'hr-maker': [bound('HR_MAKER')],
  'hr-approver': [bound('HR_APPROVER')],
  'second-hr-approver': [bound('HR_APPROVER')],
  'finance-approver': [bound('FINANCE_APPROVER')],
  'lead-of-delivery': [bound('DEPARTMENT_LEAD', { departments: ['delivery'] })],
  reviewer: [bound('REVIEWER')],
};
for (const [name, own] of Object.entries(bindings)) PEOPLE.set(name, { name, kind: 'person', bindings: own });
PEOPLE.set('payout', { name: 'payout', kind: 'service', bindings: [bound('PAYOUT')] });

setScoringUpAsServed();
const inc = () => {};
const METRICS = {
  ...{ snapshotsTotal: { inc }, recordBundlesTotal: { inc }, documentsTotal: { inc }, exportClaimsTotal: { inc } },
  ...{ adjustmentsTotal: { inc }, exportsTotal: { inc } },
} as unknown as Metrics;
let rulesets: PublishedRulesets;
serveClosing(async () => {
  rulesets = await publishOlist();
  for (const kind of ['pay-plan', 'export-profiles'] as const) await publishBeside(kind);
  const options = { database: served, rulesets, clock, metrics: METRICS, departments: () => BUILT_IN_SOURCES };
  const sealRestated = recordsOfPostings(rulesets, { signer: undefined, metrics: METRICS });
  return [
    ...bonusServices({ ...options, signer: undefined }),
    documentService({ ...options, counts: countsReader(served), onPublished: async () => undefined }),
    contestService({ ...options, onRuled: () => undefined }),
    adjustmentService({ ...options, engine: engineName(), sealRestated }),
  ];
});
servePayouts(closingAddress);

const MONTH = '2018-03';
const HOUR_MS = 3_600_000;
/** A command as the page names it: "period show", whatever follows. */
const commandsIn = (page: string) =>
  new Set([...page.matchAll(/\bcx ((?:period|bonus|adjustment|payout) [a-z]+|verify)/g)].map(([, one]) => one));

/**
 * From "may I?" to files that a spreadsheet opens: what docs/closing-a-month.md and the pages behind it say, in their order, by the people who may. Time
 * passes where the page says that one waits.
 */
describe('the path of HR through a month', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-hr-path-'));
  const at = (name: string) => join(folder, name);
  const ran: string[] = [];
  let place: SecuredPlace;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    place = await securedPlace([], Object.keys(bindings));
    const [scoring, payout] = [await place.before(closingPort()), await place.before(payoutPort())];
    env = { ...place.env, CX_ADDRESSES: `scoring=127.0.0.1:${scoring},payout=127.0.0.1:${payout}` };
    await countNothing();
    // With the cases of the bench 96 of 100 are hits, so that the plan pays something.
    for (const source of SOURCES) await next(source, MONTH, 2_220, 80, clock.at - 120_000);
    await fill(MONTH);
  });
  afterAll(() => {
    place.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const cx = (line: string, ...more: readonly string[]): Promise<Ended> => {
    ran.push(line);
    return runCx([...line.split(' '), ...more], env);
  };
  const done = async (ended: Promise<Ended>, expected = 0) => {
    const { code, stdout, stderr } = await ended;
    expect([code, `${stdout}${stderr}`]).toEqual([expected, expect.any(String)]);
    return `${stdout}${stderr}`;
  };
  const because = (text: string) => ['--reason', text];
  const hashIn = (text: string) => /\b[0-9a-f]{64}\b/.exec(text)?.[0] ?? '';
  const show = () => done(cx(`period show ${MONTH} --as hr-maker`));

  it('asks whether a result may be made, makes it, and lets departments review it', async () => {
    expect(await done(cx('period list --limit 3 --as hr-maker'))).toContain('2018-');
    expect(await done(cx(`bonus check ${MONTH} --as hr-maker`))).not.toContain('NO ');
    await done(cx(`bonus snapshot ${MONTH} --reason FIRST --as hr-maker`));
    expect(await show()).toContain('newest version');
    const hold = `support --as`;
    await done(cx(`period hold ${MONTH} ${hold} hr-approver`, ...because('Its feed is not complete.')));
    await done(cx(`period release ${MONTH} ${hold} finance-approver`, ...because('It is complete.')));
    clock.at = BEGIN + HOUR_MS;
    const line = `contest line ${MONTH}/1 --department delivery --ground arithmetic --expected 99`;
    const opened = await done(cx(`${line} --as lead-of-delivery`, '--evidence', 'file 7'));
    const contest = /departments\/delivery\/contests\/\d+/.exec(opened)?.[0] ?? '';
    expect(await show()).toContain('of 1 contests');
    expect(await done(cx(`contest show ${contest} --as reviewer`))).toContain('computed again now');
    const why = [...because('It was computed again.'), '--evidence', 'file 8'];
    expect(await done(cx(`rulings decide ${contest} dismissed --as reviewer`, ...why))).toContain('dismissed');
  }, 120_000);

  it('approves the version at the cut-off by three people, and another one closes it', async () => {
    const zeros = '0'.repeat(64);
    const refused = await done(cx(`period approve ${MONTH} --role hr --content ${zeros} --as hr-approver`), 1);
    expect(refused).toMatch(/REVIEW_NOT_OVER|CLOSING_VERSION_MISSING|CONTENT_NOT_NEWEST/);
    clock.at = AFTER_REVIEW;
    await sealAll(MONTH, AFTER_REVIEW - HOUR_MS);
    await done(cx(`bonus snapshot ${MONTH} --reason LATE_DATA --as hr-maker`));
    expect(await done(cx(`bonus show ${MONTH} --arithmetic --as hr-approver`))).toContain('delivery');
    const content = hashIn(await show());
    const accept = ['--accept', 'NOT_REVIEWED', ...because('The works council agreed to it.')];
    const approve = `period approve ${MONTH} --content ${content} --role`;
    await done(cx(`${approve} hr --as hr-approver`, ...accept));
    await done(cx(`period withdraw ${MONTH} --as hr-approver`, ...because('I read it once more.')));
    for (const [role, who] of [
      ['hr', 'hr-approver'],
      ['finance', 'finance-approver'],
      ['hr', 'second-hr-approver'],
    ])
      await done(cx(`${approve} ${role} --as ${who}`, ...accept));
    expect(await done(cx(`period close ${MONTH} --content ${zeros} --as finance-approver`), 1)).toContain(
      'CONTENT_NOT_NEWEST',
    );
    await done(cx(`period close ${MONTH} --content ${content} --as finance-approver`));
    expect(await show()).toContain(`periods/${MONTH}   closed`);
  }, 120_000);

  it('keeps a bundle that two programs verify without the installation', async () => {
    const bundle = at('record');
    await done(cx(`bonus record periods/${MONTH}/snapshots/3 --out ${bundle} --as hr-approver`));
    expect(await done(cx(`verify ${bundle}`))).not.toContain('NO ');
    await done(runProgram('python3', ['test/oracle/record.py', bundle]));
  }, 120_000);

  it('pays by the plan, writes the files of other systems once, and a statement for the department', async () => {
    const rows = ['w-77,30000.00,BRL,warehouse', 'd-78,20000.00,BRL,delivery'].map(
      (one) => `${one},${MONTH}-01,2018-04-01,10000`,
    );
    writeFileSync(at('roster.csv'), ['payee,target,currency,department,start,end,share_bp', ...rows, ''].join('\n'));
    const allocate = `payout allocate --roster ${at('roster.csv')} --period ${MONTH} --as hr-maker`;
    expect(await done(cx(`${allocate} --out ${at('payout')}`))).toContain('PAYABLE');
    const results = `bonus export ${MONTH} --profile workday-scorecard-results --as hr-maker`;
    await done(cx(`${results} --dry-run`));
    expect(await done(cx(`${results} --out ${at('hr')}`))).toContain('PAYABLE');
    const pay = `bonus export ${MONTH} --profile workday-payroll-input --payout ${at('payout')} --pool br-brl --as hr-maker`;
    expect(await done(cx(`${pay} --out ${at('hr')}`))).toContain('2 rows');
    expect(await done(cx(`${pay} --out ${at('twice')}`), 1)).toContain('EXPORT_CLAIMED');
    await done(cx(`bonus export ${MONTH} --format xlsx --out ${at('hr')} --as hr-maker`));
    await done(cx(`bonus statement ${MONTH} delivery --out ${at('delivery.html')} --as lead-of-delivery`));
    expect(readFileSync(at('delivery.html'), 'utf8')).toContain('delivery');
  }, 120_000);

  it('corrects what arrived late beside the close, and pays the difference', async () => {
    clock.at = AFTER_REVIEW + HOUR_MS;
    await next('warehouse', MONTH, 600, 0, clock.at);
    const propose = `adjustment propose ${MONTH} --for LATE_DATA --as hr-maker`;
    const content = hashIn(await done(cx(propose, ...because('A carrier reported a week late.'))));
    for (const [role, who] of [
      ['hr', 'hr-approver'],
      ['finance', 'finance-approver'],
    ])
      await done(cx(`adjustment approve ${MONTH}/1 --role ${role} --content ${content} --as ${who}`));
    await done(cx(`adjustment post ${MONTH}/1 --content ${content} --as finance-approver`));
    expect(await done(cx(`adjustment list ${MONTH} --as hr-maker`))).toContain('2018-04');
    const closed = `--closed-manifest ${at('payout')}/manifest-${MONTH}-br-brl.json --out ${at('payout')}`;
    const adjust = `payout adjust --roster ${at('roster.csv')} --period ${MONTH} ${closed} --as hr-maker`;
    expect(await done(cx(adjust))).toMatch(/paid more {2,}[1-9]/);
    const deltas = `--correction ${at('payout')} --pool br-brl --out ${at('hr')}`;
    const corrections = `bonus export ${MONTH} --profile workday-payroll-corrections ${deltas} --as hr-maker`;
    expect(await done(cx(corrections))).toContain('1 row');
  }, 120_000);

  it('has run every command of the page', () => {
    const page = readFileSync('docs/closing-a-month.md', 'utf8');
    const said = [...commandsIn(page)];
    expect(said.length).toBeGreaterThan(8);
    const words = new Set([...ran].flatMap((line) => [...commandsIn(`cx ${line}`)]));
    expect(said.filter((one) => !words.has(one))).toEqual([]);
  });

  it.skipIf('reason' in office)(
    'ends with files that LibreOffice opens without a question, cell by cell',
    () => {
      const files = readdirSync(at('hr')).filter((name) => /\.(csv|xlsx)$/.test(name));
      expect(files.map((name) => name.replace(/.*\./, '')).toSorted()).toEqual(['csv', 'csv', 'csv', 'xlsx']);
      const program = 'reason' in office ? '' : office.path;
      const settings = `-env:UserInstallation=file://${at('profile')}`;
      // Cells as they are kept, every sheet; of CSV what the window proposes: commas, double quotes, UTF-8.
      const asCsv = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1';
      for (const name of files) {
        const out = at(`opened-${name}`);
        const from = name.endsWith('.csv') ? ['--infilter=CSV:44,34,76,1'] : [];
        const args = [settings, '--headless', ...from, '--convert-to', asCsv, '--outdir', out, join(at('hr'), name)];
        execFileSync(program, args, { timeout: 120_000, stdio: 'pipe' });
        const sheets = readdirSync(out).map((one) => parse(readFileSync(join(out, one)), { relax_column_count: true }));
        expect([name, sheets.length]).toEqual([name, name.endsWith('.xlsx') ? 6 : 1]);
        if (name.endsWith('.xlsx')) continue;
        const written = parse(readFileSync(join(at('hr'), name)), { bom: true, relax_column_count: true });
        expect(sheets[0]).toHaveLength(written.length);
      }
    },
    300_000,
  );
});
