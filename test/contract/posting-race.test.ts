import { beforeAll, describe, expect, it } from 'vitest';
import type { Adjustment } from '#libs/contracts/cx/bonus/v1/adjustment.js';
import { nextPeriod, type Period, parsePeriod } from '#libs/domain/period.js';
import { FIRST_TEXT } from '#services/scoring/fixtures/real-orders.js';
import { parseRuleset } from '#services/scoring/rulesets/ruleset.js';
import { rulesetsOf } from '#services/scoring/rulesets/rulesets.js';
import { AFTER_CLOSE, post, propose, restating, serveAdjusting, sign } from './periods/adjusting-bench.js';
import {
  AFTER_REVIEW,
  approve,
  clock,
  close,
  countNothing,
  fill,
  next,
  refusal,
  SOURCES,
  sealing,
  serveClosing,
  snapshot,
  withoutRecords,
} from './periods/closing-bench.js';
import { database, setScoringUpAsServed } from './scoring-bench.js';

/** How many closes meet a posting: npm run test:long tries 200. */
const MEETINGS = Number(process.env['CX_POSTING_RACES'] ?? 8);
/** Two for each of the first two, then two for each meeting, and one that stays open. */
const COUNT = 2 * (MEETINGS + 2) + 1;

/** Weeks one after the other: the first of two is corrected into the second one. */
function following(first: string, count: number): Period[] {
  const found: Period[] = [];
  for (let one = parsePeriod(first); one !== undefined && found.length < count; one = nextPeriod(one)) found.push(one);
  return found;
}
const NAMES = following('2000-W01', COUNT).map(({ name }) => name);
const WEEKS = `  weeks: { first: ${NAMES[0]}, last: ${NAMES.at(-1)} }\n`;
const RULESETS = rulesetsOf([
  parseRuleset(FIRST_TEXT.replace(/^closing:.*$/m, '').replace(/^calendar:\n(?: .*\n)+/m, `calendar:\n${WEEKS}`)),
]);

setScoringUpAsServed();
serveClosing(() => withoutRecords(RULESETS));
serveAdjusting(() => RULESETS);

/** A correction that is approved, and the week into which it is posted: approved, and not closed. */
interface Meeting {
  readonly made: Adjustment;
  readonly into: string;
}
const meetings: Meeting[] = [];

beforeAll(async () => {
  await countNothing();
  const names = NAMES.slice(0, -1);
  for (const name of names) await fill(name);
  for (const name of names) await snapshot(name, 'mia', 'FIRST');
  clock.at = AFTER_REVIEW;
  for (const source of SOURCES) await next(source, names[0] ?? '', 0, 0, AFTER_REVIEW - 3_600_000);
  for (const name of names) {
    await snapshot(name);
    for (const who of ['hanna', 'finn']) await approve(name, who);
  }
  for (const [place, name] of names.entries()) if (place % 2 === 0) await close(name, 'max');
  clock.at = AFTER_CLOSE;
  for (const [place, name] of names.entries()) {
    if (place % 2 === 1) continue;
    await next('delivery', name, 0, 40, clock.at);
    const made = await propose(name);
    await sign(made, 'hanna');
    await sign(made, 'finn');
    meetings.push({ made, into: names[place + 1] ?? '' });
  }
}, 600_000);

const nextMeeting = () => {
  const found = meetings.shift();
  if (found === undefined) throw new Error('no two weeks are left');
  return found;
};

/** What was posted into a period and its end, in the order of their turns. */
const turnsOf = async (period: string) =>
  (
    await database.query<{ effective: string | null }>(
      'select effective from posting_turn where period = $1 order by number',
      [period],
    )
  ).map(({ effective }) => effective ?? 'END');

describe('a close and a posting into the period that is closed', () => {
  it('lets the posting in that came first, and refuses the close until it is asked again', async () => {
    const { made, into } = nextMeeting();
    sealing.seal = async () => {
      sealing.seal = async () => {};
      expect((await post(made)).postingPeriod).toBe(`periods/${into}`);
    };
    expect(await refusal(close(into, 'max'))).toBe('PERIOD_RACE');
    await close(into, 'max');
    expect(await turnsOf(into)).toEqual([made.period.replace('periods/', ''), 'END']);
  });

  it('refuses the posting when the close came first, and posts nothing into the closed period', async () => {
    const { made, into } = nextMeeting();
    restating.seal = async () => {
      restating.seal = async () => {};
      await close(into, 'max');
    };
    expect(await refusal(post(made))).toBe('PERIOD_RACE');
    expect(await refusal(post(made))).toBe('RUN_NOT_OPEN');
    expect(await turnsOf(into)).toEqual(['END']);
  });

  it('never posts behind an end, whatever meets', async () => {
    const outcomes = new Map<string, number>();
    while (meetings.length > 0) {
      const { made, into } = nextMeeting();
      // Each of the two begins first in every second meeting.
      const closes = () => refusal(close(into, 'max'));
      const begun = meetings.length % 2 === 0 ? closes() : undefined;
      const [posting, closing] = await Promise.all([refusal(post(made)), begun ?? closes()]);
      const outcome = [posting, closing].map((reason) => reason ?? 'done').join(' and ');
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (closing !== undefined) await close(into, 'max');
      const turns = await turnsOf(into);
      expect([turns.at(-1), turns.filter((turn) => turn === 'END')]).toEqual(['END', ['END']]);
    }
    const entries = await database.query<{ posting_period: string }>(
      `select posting_period from adjustment_entry
       where not exists (select from posting_turn where period = posting_period and effective = adjustment_entry.period)`,
    );
    expect(entries).toEqual([]);
    console.log([...outcomes].map(([outcome, times]) => `post and close were ${outcome}: ${times}`).join('; '));
  }, 600_000);
});
