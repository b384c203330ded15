import { join } from 'node:path';
import type { Addresses } from '#cli/addresses.js';
import { factsAs } from '#cli/connect.js';
import { feedNames } from '#cli/import/callers.js';
import { lastOf } from '#cli/names.js';
import { PeriodState } from '#libs/contracts/cx/bonus/v1/period.js';
import { inWords } from '#libs/domain/enum-words.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { parsePeriod } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import { call } from '#libs/grpc/client.js';
import { APPROVERS, closeByPeople, lifeOf } from './close.js';
import { correctionWords, correctOne } from './correction.js';
import { disputeOne } from './dispute.js';
import { payOut } from './payout.js';

const MONTH = '2018-07';
/** The installation of the demo. */
export interface Demo {
  readonly dataDir: string;
  readonly addresses: Addresses;
  /** How far the feeds have reported. */
  readonly completeThrough: Instant;
}

const DONE = [PeriodState.PERIOD_STATE_ADJUSTED, PeriodState.PERIOD_STATE_FINAL];

/**
 * Closes July 2018 as a worked example of docs/closing-a-month.md: `npm start` calls for each of the demo's people. What an earlier start has
 * done is not done again.
 *
 * @returns what to print
 */
export async function workedClose({ dataDir, addresses, completeThrough }: Demo): Promise<readonly string[]> {
  const period = parsePeriod(MONTH);
  if (period === undefined) throw new Error(`${MONTH} is no period`);
  const before = await lifeOf(period);
  if (DONE.includes(before.state)) return [`${MONTH} was closed and corrected at an earlier start.`];
  const contest = await disputeOne(period);
  const { closed } =
    before.state === PeriodState.PERIOD_STATE_CLOSED
      ? before
      : await closeByPeople(period, () => declareFurther(completeThrough));
  const hash = closed?.contentSha256.toString('hex') ?? '';
  const against = closed?.notPayableReasons.map(inWords).join(', ');
  return [
    `Closing ${MONTH}, a worked example by the demo's people (docs/closing-a-month.md). It is no one's pay.`,
    `  contest    ${contest.name}: one late parcel taken out of the account, ruled by reviewer`,
    `  approved   by ${APPROVERS.map(({ person }) => person).join(', ')}, who accept that the rules are younger than the month`,
    `  closed     ${lastOf(closed?.name ?? '')}. version by ${closed?.madeBy}, content ${hash.slice(0, 8)}...   not payable: ${against || 'nothing'}`,
    ...(await payOut(period, join(dataDir, 'payout'))),
    `  corrected  ${correctionWords(await correctOne(period, addresses))}: the carrier reported one scan anew`,
  ];
}

/** A source seals a batch at once when its feeds have come further, and otherwise once a minute: a demonstration need not wait for that. */
async function declareFurther(completeThrough: Instant): Promise<void> {
  const feeds = await feedNames(BUILT_IN_SOURCES, '');
  await Promise.all(
    BUILT_IN_SOURCES.map((source) =>
      call(factsAs(source, feeds[source]), 'declareComplete', { completeThrough: new Date(completeThrough + 1_000) }),
    ),
  );
}
