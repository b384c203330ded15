import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { rulesOf } from '#libs/rules/rules.js';
import { linesOf } from '#test/e2e/counts.js';
import { THROUGH } from '#test/e2e/real-orders.js';
import type { RulesOf } from '#test/golden/pure-path.js';
import { olistRules } from '#test/rules/olist.js';
import { Random } from '#test/simulation/random.js';
import { Contesting } from './contesting.js';
import { documentFindings, publishedIn } from './documents-held.js';
import { drill, drillReport, inOneLine, type Seen } from './drill.js';
import { type Finding, finding, inWords } from './finding.js';
import { Feed, type Load, loadOf, untilTaken } from './load.js';
import { reportOf } from './report.js';
import { Freezing } from './snapshots.js';
import { Storm } from './storm.js';
import { verdictOf } from './verdict.js';
import { ChaosWorld, NoKafka } from './world.js';

const HELP = `npm run chaos                                 real orders through real processes during faults of every kind
npm run chaos -- --seed 7                     another order of faults
npm run chaos -- --kills 1000 --minutes 90    1,000 kills of processes and the share of every other fault, within 90 minutes
npm run chaos -- --orders 20000 --generations 8
                                              20,000 orders, 8 times under other ids
npm run chaos -- --report FILE                writes a report
npm run chaos -- --drill                      one lasting fault after the other: which alert fires on a real Prometheus,
                                              after how long, and when it is resolved

Six services, two processes each, a PostgreSQL for each service, and a real Kafka. Departments contest, and reviewers rule. Ends with 1
if a count differs from what the rules alone make of the facts and the rulings.`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '40' },
    minutes: { type: 'string', default: '4' },
    orders: { type: 'string', default: '3000' },
    generations: { type: 'string', default: '1' },
    report: { type: 'string' },
    drill: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = await (values.drill ? drilled() : stormed()).catch(notRun);

/** Ends with 2 if there is no Kafka: nothing was tested. */
function notRun(error: unknown): number {
  if (!(error instanceof NoKafka)) throw error;
  console.log(`Chaos does not run: ${error.message}`);
  return 2;
}

async function drilled(): Promise<number> {
  const { generations, evaluationsBy } = await loadOf(20_000, 1);
  const world = await ChaosWorld.start();
  try {
    const seen: Seen[] = [];
    await drill(world, generations.flat(), (one) => {
      seen.push(one);
      say(inOneLine(one));
    });
    const findings = await verdictOf(world, linesOf(evaluationsBy(olistRules)), 300_000);
    return concluded(drillReport(seen, commit()), findings);
  } finally {
    await world.stop();
  }
}

async function stormed(): Promise<number> {
  const began = Date.now();
  const seed = Number(values.seed);
  const load = await loadOf(Number(values.orders), Number(values.generations));
  const slices = load.generations.flat();
  const world = await ChaosWorld.start();
  try {
    const publishing = world.publishFrom(load.lastDays);
    const storm = new Storm(world, seed, Number(values.kills));
    const feed = new Feed(world.replicas, slices, new Random(seed), () => storm.share);
    const freezing = new Freezing(world, new Random(seed + 2));
    freezing.start();
    const contesting = new Contesting(world, new Random(seed + 3));
    contesting.start();
    const feeding = feed.run();
    feeding.catch(() => undefined);
    const documents = publishing.run(() => storm.share);
    documents.catch(() => undefined);
    const stormBegan = Date.now();
    const tallies = await storm.rage({
      mustWait: () => feed.isBehind(),
      withinMs: Number(values.minutes) * 60_000,
      onFault: (fault) => say(`${storm.struck} of ${storm.planned} faults, ${feed.sent} slices: ${fault}`),
    });
    const stormMs = Date.now() - stormBegan;
    await world.untilAllReady();
    const progress = setInterval(
      () => say(`all faults are over; ${feed.sent} of ${slices.length} slices are sent`),
      10_000,
    );
    await feeding.finally(() => clearInterval(progress));
    // After a restore, feeds report again what the department lost, withdrawals included.
    await untilTaken(world.replicas, feed.told, THROUGH, everyTenSeconds(feed.told.length));
    await documents;
    await publishing.publishAgain();
    await contesting.quiet();
    say('all facts are sent, all documents are published; waiting until everything is counted');
    const { expected, observations, findings: counted } = await judged(world, load, contesting);
    contesting.close();
    await freezing.quiet();
    const snapshots = freezing.summary;
    const findings = [...counted, ...(await freezing.findings(expected))];
    freezing.close();
    const starts = world.processes.map(({ name, starts: times }) => `${name} ${times}`).join(', ');
    const text = reportOf({
      seed,
      commit: commit(),
      orders: Number(values.orders),
      generations: Number(values.generations),
      facts: load.facts,
      documents: publishing.published,
      rulings: contesting.summary,
      observations,
      cells: expected.length,
      tallies,
      missed: storm.missed,
      snapshots,
      starts,
      stormMs,
      allMs: Date.now() - began,
    });
    return concluded(text, findings);
  } finally {
    await world.stop();
  }
}

/** Compares what was counted with what the rules alone make of the facts, by the documents and the rulings that scoring has in the end. */
async function judged(world: ChaosWorld, load: Load, contesting: Contesting) {
  const published = await publishedIn(world);
  const rulings = await contesting.held(load.orderIds);
  const rules: RulesOf = (source) => rulesOf(published.documents, source);
  const evaluations = load.evaluationsBy(rules, rulings.cases);
  const expected = linesOf(evaluations);
  const withoutDocuments = linesOf(load.evaluationsBy(olistRules, rulings.cases));
  const withoutRulings = linesOf(load.evaluationsBy(rules));
  const findings = [
    ...(await verdictOf(world, expected, 300_000)),
    ...(await documentFindings(world, published, 60_000)),
    finding('the documents that were published during the faults change counts', isChanged(expected, withoutDocuments)),
    ...contesting.findings(rulings, isChanged(expected, withoutRulings)),
  ];
  return { expected, observations: evaluations.length, findings };
}

/** If documents or rulings changed nothing, the counts would be right without them. */
function isChanged(expected: readonly string[], before: readonly string[]): boolean {
  const known = new Set(before);
  return expected.some((line) => !known.has(line));
}

function concluded(happened: string, findings: readonly Finding[]): number {
  const text = `${happened}\n${findings.map(inWords).join('\n')}\n`;
  if (values.report !== undefined) writeFileSync(values.report, text);
  console.log(text);
  return findings.every(({ isRight }) => isRight) ? 0 : 1;
}

function everyTenSeconds(total: number) {
  let saidAt = Date.now();
  return ({ sent }: { readonly sent: number }) => {
    if (Date.now() - saidAt < 10_000) return;
    saidAt = Date.now();
    say(`${sent} of ${total} facts are sent again`);
  };
}

function say(line: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
