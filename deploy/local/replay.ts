import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Addresses } from '#cli/addresses.js';
import { publishWhole } from '#cli/company/publish-by-two.js';
import { factsOf } from '#cli/connect.js';
import { grouped } from '#cli/format.js';
import { type FeedNames, feedNames } from '#cli/import/callers.js';
import { FactSender } from '#cli/import/mapped/fact-sender.js';
import { importFiles } from '#cli/import/mapped/import-files.js';
import { openMap } from '#cli/import/mapped/open-map.js';
import { prepare } from '#cli/import/mapped/prepare.js';
import { countOutcome, noCounts, type RowCounts } from '#cli/import/mapped/row-progress.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';
import { instantOfWallTime } from '#libs/domain/time.js';
import { call } from '#libs/grpc/client.js';
import { demoPeople } from './demo-people.js';
import { untilDocumentsTaken } from './documents-taken.js';
import { generateContacts } from './generated-contacts.js';
import { report } from './report.js';
import type { Screen } from './screen.js';
import { untilCounted } from './until-counted.js';

const DATA = join(import.meta.dirname, '../../data/olist');
const COMPANY = join(DATA, 'company');
const ORDERS = join(DATA, 'olist_joined.csv.gz');
const MAP = join(DATA, 'import/olist-joined.yaml');
const SEED = 7;
/** Everything before it has been reported. */
export const REPLAYED_THROUGH = instantOfWallTime('2018-11-01T00:00:00', 'America/Sao_Paulo');

const WORDS: readonly string[] = [
  'Replaying 20,000 real orders of a Brazilian marketplace, 2016-09 to 2018-10 (Olist, MIT, data/olist/NOTICE).',
  'They go in by the map data/olist/import/olist-joined.yaml, as the files of any company do (docs/import.md).',
  `Support has no real contacts: they are GENERATED (seed ${SEED}). Marked (g) everywhere, never payable.`,
];
const SENT_BEFORE = 'The real orders were replayed at an earlier start; nothing is sent again.';
const THROUGH_WORDS = 'feeds complete through 2018-11-01 00:00';

/** Sends the real orders and the generated contacts through the public API, once, and shows what came out. */
export async function replay({
  dataDir,
  addresses,
  screen,
}: {
  readonly dataDir: string;
  readonly addresses: Addresses;
  readonly screen: Screen;
}): Promise<void> {
  const mark = join(dataDir, 'replayed.json');
  const isSent = existsSync(mark);
  for (const line of isSent ? [SENT_BEFORE] : WORDS) screen.line(line);
  const sent = isSent ? undefined : await send(addresses, dataDir, (line) => screen.note(line));
  if (!isSent) writeFileSync(mark, JSON.stringify({ seed: SEED }));
  await untilCounted();
  // Some stamps contradict what another department has published, which is known when everything is judged.
  if (sent !== undefined)
    screen.line(`  ${sent}   contradicting stamps ${grouped(await suspicious())}   ${THROUGH_WORDS}`);
  screen.line('');
  for (const line of await report()) screen.line(line);
}

/**
 * The company's documents go in as those of any company do. Again they are what they were. Without them only the first publishers may do
 * anything. Returns what to print.
 */
export async function publishRules(addresses: Addresses): Promise<string> {
  const published = await publishWhole(demoPeople(), COMPANY, {
    reason: 'the rules of the real orders',
    allowAfterFirstDay: true,
  });
  const newest = Math.max(...published.map(({ position }) => position));
  await untilDocumentsTaken(
    BUILT_IN_SOURCES.map((source) => addresses[source]),
    newest,
  );
  const rulesets = published.filter(({ name }) => name.startsWith('documents/ruleset/'));
  const titles = rulesets.map(({ title }) => title).join(', ');
  return `Rules: ${titles} of data/olist/company, published after the months that they judge, so never payable.`;
}

interface To {
  readonly addresses: Addresses;
  readonly callers: FeedNames<BuiltInSource>;
  readonly onAway: (line: string) => void;
}

/** As `cx import csv` does it. What an earlier start has sent is not sent again. */
async function send(addresses: Addresses, dataDir: string, onAway: (line: string) => void): Promise<string> {
  // Side by side: the contacts go to a department of their own.
  const callers = await feedNames(BUILT_IN_SOURCES, '');
  const [orders, contacts] = await Promise.all([
    sendOrders({ addresses, callers, onAway }, dataDir),
    sendContacts({ addresses, callers, onAway }),
  ]);
  const sum = (key: keyof RowCounts) => grouped(orders[key] + contacts[key]);
  return `accepted ${sum('recorded')}   already known ${sum('known')}   refused ${sum('refusedFacts')}`;
}

async function sendOrders(to: To, dataDir: string): Promise<RowCounts> {
  const map = openMap(MAP, undefined);
  const { counts } = await importFiles({
    ...{ ...to, map, zone: undefined, origin: Origin.ORIGIN_IMPORTED, completeThrough: REPLAYED_THROUGH },
    prepared: await prepare([ORDERS], map.map),
    ...{ fromStart: false, stop: { isWanted: false }, onRefused: (line) => console.error(line), onFile: () => {} },
    ...{ beside: (file) => join(dataDir, basename(file)), shownOn: process.stdout },
  });
  return counts;
}

async function sendContacts(to: To): Promise<RowCounts> {
  const counts = noCounts();
  const sender = new FactSender({ ...to, origin: Origin.ORIGIN_GENERATED, signal: undefined });
  try {
    for (const { to: department, fact } of generateContacts(SEED)) {
      counts.facts += 1;
      await sender.push({ to: department, kind: department, fact: { ...fact } }, (outcome) =>
        countOutcome(counts, outcome),
      );
    }
    await sender.flush();
    await sender.declare(['support'], REPLAYED_THROUGH);
  } finally {
    sender.close();
  }
  return counts;
}

async function suspicious(): Promise<bigint> {
  const all = await Promise.all(BUILT_IN_SOURCES.map((source) => call(factsOf(source), 'getIntakeStatus', {})));
  return all.reduce((sum, { suspiciousFacts }) => sum + suspiciousFacts, 0n);
}
