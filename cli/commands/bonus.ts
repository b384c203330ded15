import { randomUUID } from 'node:crypto';
import { type BonusInput, PeriodCheck, Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { inWords } from '#libs/domain/enum-words.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Command, option, UsageError } from '../command.js';
import { bonusInputs } from '../connect.js';
import { exactPoints, grouped, percent, share, signed, table } from '../format.js';
import { lastOf } from '../names.js';
import { askedBy } from '../periods/asked-by.js';

/** `cx bonus check PERIOD`: every guard of a snapshot, met or not, with figures. Exit 3 when it could not be made. */
export const bonusCheck: Command = {
  parameters: 'PERIOD',
  description: 'Says whether a period could be frozen now, guard by guard. Changes nothing.',
  example: 'cx bonus check 2018-08',
  run: async (call) => {
    const check = await ask(bonusInputs(), 'checkPeriod', { name: `periods/${argument(call, 0)}` });
    if (call.json) call.print(JSON.stringify(PeriodCheck.toJSON(check), undefined, 2));
    else {
      for (const guard of check.guards)
        call.print(`  ${guard.met ? 'ok' : 'NO'}    ${askedBy(guard.reason).padEnd(24)} ${guard.detail}`);
      for (const reason of check.notPayableReasons) call.print(`  no    payable                  ${inWords(reason)}`);
      call.print(check.ready ? '  => can be frozen as PROVISIONAL, not payable' : '  => cannot be frozen now');
    }
    return check.ready ? 0 : 3;
  },
};

/** `cx bonus snapshot PERIOD --reason FIRST`: freezes the next version. */
export const bonusSnapshot: Command = {
  parameters: 'PERIOD',
  description: 'Freezes the result of a period as its next version. No version is ever changed.',
  example: 'cx bonus snapshot 2018-08 --reason FIRST',
  options: {
    reason: { type: 'string', description: 'FIRST, LATE_DATA, SOURCE_CORRECTION or ENGINE_DEFECT' },
    'expect-latest': {
      type: 'string',
      description: 'fail unless this is the newest version; default: looked up',
    },
    'request-id': { type: 'string', description: 'a UUID: the same one again gives the same answer' },
    by: { type: 'string', description: 'who asks; the record notes that it is not authenticated' },
  },
  run: async (call) => {
    const period = `periods/${argument(call, 0)}`;
    const reason = option(call, 'reason');
    if (reason === '') throw new UsageError('say why: --reason FIRST, LATE_DATA, SOURCE_CORRECTION or ENGINE_DEFECT');
    const made = await ask(bonusInputs(), 'createSnapshot', {
      period,
      reason,
      requestId: option(call, 'request-id', randomUUID()),
      requestedBy: option(call, 'by', 'cx'),
      expectedLatestVersion: await latestVersion(period, option(call, 'expect-latest')),
    });
    call.print(call.json ? JSON.stringify(Snapshot.toJSON(made), undefined, 2) : headline(made));
    return 0;
  },
};

/** `cx bonus show PERIOD|SNAPSHOT`: one version, all its lines adding up. */
export const bonusShow: Command = {
  parameters: 'SNAPSHOT',
  description: 'Shows one frozen version; periods/2018-08/snapshots/1, or 2018-08 for the newest.',
  example: 'cx bonus show 2018-08 --arithmetic',
  options: {
    arithmetic: { type: 'boolean', description: 'counts, anchors, score, weight and points of every metric' },
  },
  run: async (call) => {
    const name = snapshotName(argument(call, 0));
    const snapshot = await ask(bonusInputs(), 'getSnapshot', { name });
    if (call.json) call.print(JSON.stringify(Snapshot.toJSON(snapshot), undefined, 2));
    else {
      call.print(headline(snapshot));
      for (const line of await restatedLines(snapshot)) call.print(line);
      for (const input of snapshot.inputs)
        for (const line of inputLines(input, call.options['arithmetic'] === true)) call.print(line);
    }
    return 0;
  },
};

async function latestVersion(period: string, given: string): Promise<number> {
  if (given !== '') return Number(given);
  const { snapshots } = await ask(bonusInputs(), 'listSnapshots', { parent: period, pageSize: 1, pageToken: '' });
  return snapshots[0]?.version ?? 0;
}

function snapshotName(text: string): string {
  return text.includes('/') ? text : `periods/${text}/snapshots/latest`;
}

/** Of a restated version what it corrects, and of a closed one by which version it was corrected. */
async function restatedLines({ name, state, supersedes, adjustment, reason, postingPeriod, run }: Snapshot) {
  const period = name.replace(/\/snapshots\/.*/, '');
  if (state === 'ADJUSTED')
    return [
      `  corrects version ${supersedes}: ${period}/adjustments/${adjustment}, ${inWords(reason)}, posted in ${postingPeriod}, run ${run}`,
    ];
  if (state !== 'CLOSED') return [];
  const latest = await ask(bonusInputs(), 'getSnapshot', { name: `${period}/snapshots/latest` });
  return latest.name === name ? [] : [`  restated by ${latest.name}, which is the latest one`];
}

function headline(snapshot: Snapshot): string {
  const content = Buffer.from(snapshot.contentSha256).toString('hex');
  const payable = snapshot.payable ? 'yes' : `no (${snapshot.notPayableReasons.map(inWords).join(', ')})`;
  return `  ${snapshot.name}   content ${content.slice(0, 4)}...${content.slice(-4)}   ${snapshot.state}   payable: ${payable}`;
}

function inputLines(input: BonusInput, arithmetic: boolean): string[] {
  const change =
    input.changeSinceLastVersionE4 === 0n ? '' : `   ${signed(input.changeSinceLastVersionE4)} since the last version`;
  const title = `  ${lastOf(input.department).padEnd(10)} ${exactPoints(input.indexE4).padStart(8)}   coverage ${share(input.coverageBp)}   ${input.status}${change}`;
  const events = input.events.map(({ event, hits, cases, indexWithoutE4 }) => {
    return `      taken out by ${event}: ${grouped(hits)} hits of ${grouped(cases)} cases; without the event ${exactPoints(indexWithoutE4)}`;
  });
  if (input.rulings !== undefined) {
    const { hits, cases, chargedToOthers, indexWithoutE4 } = input.rulings;
    events.push(
      `      ruled: ${grouped(hits)} hits of ${grouped(cases)} cases taken out, ${grouped(chargedToOthers)} charged to others; without rulings ${exactPoints(indexWithoutE4)}`,
    );
  }
  if (input.overdue !== undefined) {
    const { hits, cases, indexWithoutE4 } = input.overdue;
    events.push(
      `      not decided in time: ${grouped(hits)} hits of ${grouped(cases)} of these cases; without them ${exactPoints(indexWithoutE4)}`,
    );
  }
  if (!arithmetic) return [title, ...events];
  const rows = input.metrics.map((metric) => [
    lastOf(metric.metric),
    `${grouped(metric.hits)} / ${grouped(metric.cases)}`,
    percent(metric.hits, metric.cases),
    `${anchor(metric.floorPpm)} / ${anchor(metric.targetPpm)} / ${anchor(metric.worldClassPpm)}`,
    exactPoints(metric.scoreE4),
    `x ${share(metric.effectiveWeightBp)}`,
    `= ${exactPoints(metric.pointsE4)}`,
  ]);
  return [title, ...events, ...table(rows, ['left', 'right', 'right', 'right', 'right', 'right', 'right'], '      ')];
}

function anchor(ppm: bigint): string {
  return String(Number(ppm) / 10_000);
}
