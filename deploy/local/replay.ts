import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Addresses } from '#cli/addresses.js';
import { publishWhole } from '#cli/company/publish-folder.js';
import { batchesOf, counts, documents, factsOf } from '#cli/connect.js';
import { grouped } from '#cli/format.js';
import { factsOf as olistFacts, ZONE } from '#cli/import/olist-facts.js';
import { readOlistFiles } from '#cli/import/olist-files.js';
import { type FactToSend, type Progress, sendFacts } from '#cli/import/send.js';
import { generateContacts } from '#cli/import/support-contacts.js';
import { progressBar } from '#cli/progress-bar.js';
import { Content, Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { instantOfWallTime } from '#libs/domain/time.js';
import { call } from '#libs/grpc/client.js';
import { report } from './report.js';
import type { Screen } from './screen.js';

const DATA = join(import.meta.dirname, '../../data/olist');
const COMPANY = join(DATA, 'company');
const SEED = 7;
const THROUGH = instantOfWallTime('2018-11-01T00:00:00', ZONE);

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
  screen.line('');
  screen.line(await publishRules());
  if (existsSync(mark)) screen.line('The real orders were replayed at an earlier start; nothing is sent again.');
  else {
    screen.line(
      'Replaying 20,000 real orders of a Brazilian marketplace, 2016-09 to 2018-10 (Olist, MIT, data/olist/NOTICE).',
    );
    screen.line(
      `Support has no real contacts: they are GENERATED (seed ${SEED}). Marked (g) everywhere, never payable.`,
    );
    await send(addresses, screen);
    writeFileSync(mark, JSON.stringify({ seed: SEED }));
  }
  await untilCounted();
  screen.line('');
  for (const line of await report()) screen.line(line);
}

/** The company's documents go in as those of any company do. Again they are what they were. */
async function publishRules(): Promise<string> {
  const published = await publishWhole(documents(), COMPANY, {
    reason: 'the rules of the real orders',
    publishedBy: 'npm start',
    allowAfterFirstDay: true,
  });
  const rulesets = published.filter(({ name }) => name.startsWith('documents/ruleset/'));
  const titles = rulesets.map(({ title }) => title).join(', ');
  return `Rules: ${titles} of data/olist/company, published after the months that they judge, so never payable.`;
}

async function send(addresses: Addresses, screen: Screen): Promise<void> {
  const orders = olistFacts(await readOlistFiles(DATA, { zone: ZONE }));
  const contacts = generateContacts(SEED);
  const total = orders.length + contacts.length;
  const bar = progressBar(process.stdout);
  // Side by side: the contacts go to a department of their own.
  const parts = new Map<string, Progress>();
  const sent = async (name: string, facts: readonly FactToSend[], origin: Origin) => {
    const onProgress = (progress: Readonly<Progress>) => {
      parts.set(name, { ...progress });
      bar.show(added([...parts.values()], total));
    };
    return (await sendFacts({ addresses, facts, origin, completeThrough: THROUGH, onProgress })).progress;
  };
  const done = await Promise.all([
    sent('orders', orders, Origin.ORIGIN_IMPORTED),
    sent('contacts', contacts, Origin.ORIGIN_GENERATED),
  ]);
  bar.done();
  const { accepted, known, refused } = added(done, total);
  screen.line(
    `  accepted ${grouped(accepted)}   already known ${grouped(known)}   refused ${grouped(refused)}   contradicting stamps ${grouped(await suspicious())}   feeds complete through 2018-11-01 00:00`,
  );
}

function added(parts: readonly Readonly<Progress>[], total: number): Progress {
  const sum = (pick: (progress: Readonly<Progress>) => number) => parts.reduce((so, part) => so + pick(part), 0);
  return {
    total,
    sent: sum((part) => part.sent),
    accepted: sum((part) => part.accepted),
    known: sum((part) => part.known),
    refused: sum((part) => part.refused),
    suspicious: sum((part) => part.suspicious),
    completeThrough: parts[0]?.completeThrough,
  };
}

async function suspicious(): Promise<bigint> {
  const all = await Promise.all(BUILT_IN_SOURCES.map((source) => call(factsOf(source), 'getIntakeStatus', {})));
  return all.reduce((sum, { suspiciousFacts }) => sum + suspiciousFacts, 0n);
}

/** Everything judged is sealed, and everything sealed is counted. */
async function untilCounted(): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    quiet = (await isCounted()) ? quiet + 1 : 0;
    await new Promise((resume) => setTimeout(resume, 250));
  }
}

async function isCounted(): Promise<boolean> {
  const { shards } = await call(counts(), 'getPipelineStatus', {});
  for (const source of BUILT_IN_SOURCES) {
    const { unsealed, waiting } = await call(factsOf(source), 'getIntakeStatus', {});
    if (unsealed > 0n || waiting > 0n) return false;
    const heads = (await call(batchesOf(source), 'listShards', {})).shards.filter(
      ({ carries }) => carries === Content.CONTENT_OBSERVATIONS,
    );
    const isApplied = heads.every((head) =>
      shards.some(
        (shard) => shard.source === source && shard.shard === head.shard && shard.appliedThrough >= head.newestNumber,
      ),
    );
    if (!isApplied) return false;
  }
  return true;
}
