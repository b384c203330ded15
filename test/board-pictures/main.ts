import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readAddresses } from '#cli/addresses.js';
import { BOARDS } from '#deploy/grafana/boards.js';
import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call } from '#libs/grpc/client.js';
import type { AskPrometheus } from '#test/e2e/board-data.js';
import { poorFacts } from '#test/e2e/poor-facts.js';
import { client } from '#test/stack/client.js';
import { knowInstallation } from '#test/stack/connection-to.js';
import { contestAMiss } from '#test/stack/contest-a-miss.js';
import { freePortBase, startDirectly } from '#test/stack/run-start.js';
import { askBoard } from './ask-panels.js';
import { drawBoard } from './draw-board.js';
import { palettePng } from './palette-png.js';
import { pixelsOf } from './pixels.mjs';

const HELP = `npm run pictures -- --prometheus URL   draws what the boards show of a running installation
npm run pictures                       plays some weeks of the simulated retailer first, with a story
      --story NAME                     default carrier-strike
      --minutes N                      how long the weeks take and the pictures show, default 10`;

const FOLDER = 'docs/boards';
/** The board of a department head shows one department. */
const CHOSEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'cx-department': { department: 'delivery' },
};
const DAYS = 24;
const ORDERS_A_DAY = 60;

/** `npm run pictures`: draws every board as PNG, for looking at. */
const { values } = parseArgs({
  options: {
    prometheus: { type: 'string' },
    story: { type: 'string', default: 'carrier-strike' },
    minutes: { type: 'string', default: '10' },
    help: { type: 'boolean', default: false },
  },
});
const minutes = Number(values.minutes);
if (values.help) console.log(HELP);
else if (values.prometheus !== undefined) await drawAll(values.prometheus);
else await playAndDraw();

async function drawAll(prometheus: string): Promise<void> {
  const ask: AskPrometheus = async (path) => {
    const answer = (await (await fetch(`${prometheus}/api/v1/${path}`)).json()) as { status: string; data: never };
    if (answer.status !== 'success') throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.data;
  };
  const to = Math.floor(Date.now() / 1_000);
  const span = { from: to - minutes * 60, to, step: Math.max(2, Math.round(minutes / 4)) };
  mkdirSync(FOLDER, { recursive: true });
  for (const board of Object.values(BOARDS)) {
    const asked = await askBoard(ask, board, span, CHOSEN[board.uid]);
    const file = join(FOLDER, `${board.uid}.png`);
    writeFileSync(file, palettePng(pixelsOf(drawBoard(asked))));
    const empty = asked.panels.filter(({ series }) => series.length === 0).map(({ panel }) => panel.title);
    console.log(empty.length === 0 ? file : `${file}   without data: ${empty.join('; ')}`);
  }
}

async function playAndDraw(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-pictures-'));
  chmodSync(dataDir, 0o755); // as root, PostgreSQL runs as another user
  const base = await freePortBase();
  const speed = Math.round((DAYS * 24 * 60) / minutes);
  const words = ['--live', '--data', dataDir, '--days', String(DAYS), '--orders', String(ORDERS_A_DAY)];
  const started = startDirectly([...words, '--speed', String(speed), '--story', values.story], {
    CX_PORT_BASE: String(base),
  });
  try {
    await started.until(/Ready in \d+ s/);
    console.log(started.printed());
    const stop = callers(dataDir);
    await pause(minutes * 30_000);
    await contestSome(dataDir);
    await pause(minutes * 30_000);
    await drawAll(`http://127.0.0.1:${base + 200}`);
    stop();
    console.log(started.printed().split('\n').slice(-6).join('\n'));
  } finally {
    started.child.kill('SIGINT');
    await started.ended;
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The leads of two departments contest what they were charged with so far. */
async function contestSome(dataDir: string): Promise<void> {
  const addresses = readAddresses({ CX_DATA: dataDir });
  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const days = { firstDay: day(2 * DAYS), lastDay: day(0) };
  await contestAMiss(addresses, { department: 'delivery', metric: 'delivered_by_first_promise', ...days });
  await contestAMiss(addresses, { department: 'ordering', metric: 'order_kept', ...days });
}

/** Readers, a caller that is denied, and feeds that report badly. */
function callers(dataDir: string): () => void {
  const addresses = readAddresses({ CX_DATA: dataDir });
  knowInstallation(addresses, dataDir);
  const reading = ['console', 'shop'].map((name) => client(ScoringServiceClient, addresses.scoring, name));
  const month = new Date().toISOString().slice(0, 7);
  const timer = setInterval(() => {
    for (const department of ['ordering', 'warehouse', 'delivery', 'support'])
      for (const caller of reading) {
        const name = `departments/${department}/indexes/${month}`;
        void call(caller, 'getIndex', { name, view: 1, atLeast: '' }).catch(() => undefined);
      }
  }, 1_000);
  const poor = poorFacts({ addresses }, { survey: 'agency', delivery: 'carrier-bolt' });
  return () => {
    clearInterval(timer);
    poor.stop();
    for (const caller of reading) caller.close();
  };
}
