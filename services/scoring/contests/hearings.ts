import { CxError } from '#libs/domain/error.js';
import { isDepartment } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Reviewer } from './decisions.js';
import type { Contest } from './store.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A department was told that it may come to answer for a contested case. */
export interface Hearing {
  readonly contest: number;
  readonly party: string;
  readonly openedAt: Instant;
  /** Until then it may answer. */
  readonly endsAt: Instant;
  /** What it answered; undefined without an answer. */
  readonly answer: HearingAnswer | undefined;
}

export interface HearingAnswer {
  readonly text: string;
  readonly evidence: readonly string[];
  readonly answeredBy: string;
  readonly answeredAt: Instant;
}

export interface HearingToAdd extends Omit<Hearing, 'answer'> {
  /** The caller, as proven: who contests, or a reviewer. */
  readonly askedBy: string;
}

/**
 * The department to which a contest would move the fault: the one that it names, or the one that judged the case when another contests and names no
 * one. Undefined when it names a party that is no department, or when the department contests what it judged itself.
 */
export function partyToHear({
  department,
  judgedBy,
  responsible,
}: Pick<Contest, 'department' | 'judgedBy' | 'responsible'>): string | undefined {
  const party = responsible === '' ? judgedBy : responsible;
  return isDepartment(party) && party !== department ? party : undefined;
}

interface Row extends Pick<Hearing, 'contest' | 'party'> {
  readonly opened_at: Date;
  readonly ends_at: Date;
  readonly text: string | null;
  readonly evidence: readonly string[] | null;
  readonly answered_by: string | null;
  readonly answered_at: Date | null;
}

/** Who was told of some contests, in order of time. */
export async function hearingsOf(
  tx: Pick<Database, 'query'>,
  contests: readonly Pick<Contest, 'number'>[],
): Promise<readonly Hearing[]> {
  if (contests.length === 0) return [];
  const rows = await tx.query<Row>(sql('hearings-of-contests'), [contests.map(({ number }) => number)]);
  return rows.map(({ contest, party, opened_at, ends_at, text, evidence, answered_by, answered_at }) => ({
    ...{ contest, party },
    openedAt: opened_at.getTime(),
    endsAt: ends_at.getTime(),
    answer:
      answered_at === null
        ? undefined
        : {
            ...{ text: text ?? '', evidence: evidence ?? [], answeredBy: answered_by ?? '' },
            answeredAt: answered_at.getTime(),
          },
  }));
}

/** Tells a department. The caller holds the lock. */
export async function addHearing(
  tx: Transaction,
  { contest, party, openedAt, endsAt, askedBy }: HearingToAdd,
): Promise<void> {
  await tx.execute(sql('add-hearing'), [contest, party, new Date(openedAt), new Date(endsAt), askedBy]);
}

/** Adds what a department answers. The caller holds the lock. */
export async function addHearingAnswer(
  tx: Transaction,
  { contest, party }: Pick<Hearing, 'contest' | 'party'>,
  { text, evidence, now }: { readonly text: string; readonly evidence: readonly string[]; readonly now: Instant },
  by: Reviewer,
): Promise<void> {
  const values = [contest, party, text, evidence, by.name, by.departments, new Date(now)];
  await tx.execute(sql('add-hearing-answer'), values);
}

/**
 * No department is charged before it was heard: it has answered, or its window is over. Other parties have no window. The tables ask the same again.
 *
 * @throws {CxError} PARTY_NOT_HEARD, HEARING_NOT_OVER
 */
export async function requireHeard(
  tx: Pick<Database, 'query'>,
  contest: Pick<Contest, 'number'>,
  party: string,
  now: Instant,
): Promise<void> {
  if (!isDepartment(party)) return;
  const hearing = (await hearingsOf(tx, [contest])).find((one) => one.party === party);
  if (hearing === undefined)
    throw new CxError('PARTY_NOT_HEARD', `${party} was not told that it may come to answer for this case`, {
      field: 'charged_to',
    });
  if (hearing.answer !== undefined || hearing.endsAt <= now) return;
  const until = new Date(hearing.endsAt).toISOString();
  throw new CxError('HEARING_NOT_OVER', `${party} may answer until ${until}`, {
    field: 'charged_to',
    facts: { until },
  });
}
