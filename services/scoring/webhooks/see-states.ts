import { addDays, dayOf, type Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { PeriodState } from '../periods/life/period-state.js';
import { readLife } from '../periods/life/read-life.js';
import type { Rulesets } from '../rulesets/rulesets.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Four years of months: older periods stay as they were last seen. */
const LOOKED_AT = 48;
/** A calendar may name periods of many years to come; those of the next one are announced. */
const DAYS_AHEAD = 366;
/** No state follows. */
const LAST: readonly string[] = ['FINAL', 'VOIDED'] satisfies PeriodState[];

/**
 * Compares the state of each newer period with the one in which it was last seen, and adds what changed. A state follows from the clock as well, so no
 * command can write it. The table leaves a message for each change; a period that had ended when it was first seen has not changed.
 *
 * @returns how many periods have another state
 */
export async function seeStates(
  database: Pick<Database, 'query' | 'execute'>,
  rulesets: Rulesets,
  now: Instant,
): Promise<number> {
  const lastDay = addDays(dayOf(now, 'UTC'), DAYS_AHEAD);
  const named = rulesets.periods(rulesets.usualKind, now).filter(({ firstDay }) => firstDay <= lastDay);
  const periods = named.slice(-LOOKED_AT);
  const rows = await database.query<{ period: string; number: number; state: string }>(sql('seen-states'), [
    periods.map(({ name }) => name),
  ]);
  const seen = new Map(rows.map((row) => [row.period, row]));
  let changed = 0;
  for (const period of periods) {
    const { number, state: before } = seen.get(period.name) ?? { number: 0, state: '' };
    if (LAST.includes(before)) continue;
    const { state } = await readLife(database, period, rulesets, now);
    if (state === before) continue;
    await database.execute(sql('add-seen-state'), [period.name, number + 1, state, new Date(now)]);
    changed += 1;
  }
  return changed;
}
