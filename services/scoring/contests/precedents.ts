import { GROUNDS, type Ground } from '#libs/domain/contest.js';
import { RULING_OUTCOMES, type RulingOutcome } from '#libs/domain/ruling.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** To whom a ruling or a contest would move the fault. */
export type PartyKind = 'DEPARTMENT' | 'PARTNER' | 'CUSTOMER' | 'NONE';

/** What to look for; what is left out is not asked. */
export interface PrecedentQuery {
  readonly ground?: Ground | undefined;
  /** The name that it is recorded by. */
  readonly metric?: string | undefined;
  readonly partyKind?: PartyKind | undefined;
  readonly days?: { readonly firstDay: Day; readonly lastDay: Day } | undefined;
  readonly below: number;
  readonly limit: number;
}

/** A ruling that holds, without the people who made it. */
export interface Precedent {
  readonly ruling: number;
  readonly contest: number;
  readonly department: string;
  readonly judgedBy: string;
  readonly metric: string;
  readonly day: Day;
  readonly ground: Ground;
  readonly responsible: string;
  readonly outcome: RulingOutcome;
  readonly chargedTo: string;
  readonly reason: string;
  readonly evidence: string;
  readonly cites: readonly string[];
  readonly openedAt: Instant;
  readonly ruledAt: Instant;
  /** Whether the clock made it. */
  readonly isOverdue: boolean;
}

/** One page, and the sums of all that match. */
export interface Precedents {
  readonly precedents: readonly Precedent[];
  readonly rulings: number;
  /** Taken out or charged to another party. */
  readonly upheld: number;
  /** From opening to ruling. */
  readonly medianAgeSeconds: number;
}

interface Row
  extends Pick<
    Precedent,
    'contest' | 'department' | 'metric' | 'day' | 'responsible' | 'reason' | 'evidence' | 'cites'
  > {
  /** Null in the one row of an empty page. */
  readonly number: number | null;
  readonly judged_by: string;
  readonly ground: number;
  readonly outcome: number;
  readonly charged_to: string;
  readonly opened_at: Date;
  readonly ruled_at: Date;
  readonly due_at: Date | null;
  readonly rulings: number;
  readonly upheld: number;
  readonly median_age_seconds: number;
}

/** How contests about one metric were ruled, or about lines: "line". */
export interface UpheldOfMetric {
  readonly metric: string;
  /** 1 or more. */
  readonly rulings: number;
  readonly upheld: number;
}

/** Of every metric with a ruling, in order of their names. Of several rulings on one contest the newest counts. */
export async function upheldByMetric(database: Pick<Database, 'query'>): Promise<readonly UpheldOfMetric[]> {
  return database.query<UpheldOfMetric>(sql('upheld-by-metric'));
}

/** Past rulings, newest first. Of several on one contest only the one that holds. */
export async function findPrecedents(
  database: Pick<Database, 'query'>,
  { ground, metric, partyKind, days, below, limit }: PrecedentQuery,
): Promise<Precedents> {
  const rows = await database.query<Row>(sql('precedents'), [
    ...[ground === undefined ? null : GROUNDS.numberOf(ground), metric ?? null, partyKind ?? null],
    ...[days?.firstDay ?? null, days?.lastDay ?? null, below, limit],
  ]);
  const [{ rulings = 0, upheld = 0, median_age_seconds: medianAgeSeconds = 0 } = {}] = rows;
  return { precedents: rows.flatMap(precedentOf), rulings, upheld, medianAgeSeconds };
}

function precedentOf({ number, due_at, opened_at, ruled_at, ...row }: Row): readonly Precedent[] {
  if (number === null) return [];
  const { contest, department, metric, day, responsible, reason, evidence, cites } = row;
  return [
    {
      ...{ contest, department, metric, day, responsible, reason, evidence, cites },
      ...{ ruling: number, judgedBy: row.judged_by, chargedTo: row.charged_to, isOverdue: due_at !== null },
      ground: GROUNDS.wordOf(row.ground),
      outcome: RULING_OUTCOMES.wordOf(row.outcome),
      openedAt: opened_at.getTime(),
      ruledAt: ruled_at.getTime(),
    },
  ];
}
