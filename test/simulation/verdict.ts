import type { PublishedDocument } from '#libs/documents/published-document.js';
import { type CaseRuling, type Ruled, ruled } from '#libs/domain/ruling.js';
import type { Day } from '#libs/domain/time.js';

/** The day of every fact. */
export const DAY: Day = '2026-03-02';

/** A fact that a feed reported: identified by a number, which also says where it counts and how long it took. */
export interface SimFact {
  readonly id: number;
  /** Its verdict comes later. */
  readonly waits?: boolean;
}

const AREAS = ['sp', 'rj', 'mg'] as const;
export const UNITS = AREAS.map((area) => `area/${area}`);

export function unitOf({ id }: SimFact): string {
  return UNITS[(id * 5) % UNITS.length] as string;
}

/** 0 to 9. */
function hoursOf({ id }: SimFact): number {
  return (id * 7) % 10;
}

/** The limits from which the simulation chooses, in hours. */
export const LIMITS = 10;

/** The text of a document. Its number makes it unlike every other one, as a reason or a comment does not. */
export function textOf(limit: number, number: number): string {
  return `limit: ${limit}\nnumber: ${number}\n`;
}

/** The limit that holds on the day of the facts; undefined without a document, as then no fact is judged. */
export function limitOf(documents: readonly PublishedDocument[]): number | undefined {
  const text = documents.findLast(({ firstDay }) => firstDay <= DAY)?.text;
  return text === undefined ? undefined : Number(/^limit: (\d+)$/m.exec(text)?.[1]);
}

export const METRIC = 'delivered_by_first_promise';

/** What is judged of a fact, and who answers. */
export type SimVerdict = Ruled & { readonly hits: number };

/** The verdict on a fact by a limit and by the rulings on its case; undefined when it is not asked. */
export function verdictOf(
  fact: SimFact,
  limit: number | undefined,
  rulings: readonly CaseRuling[],
): SimVerdict | undefined {
  if (limit === undefined) return undefined;
  const isHit = hoursOf(fact) <= limit;
  const own = { metric: METRIC, class: 'ACCOUNTABLE', reason: '', responsible: '' } as const;
  return ruled({ ...own, hits: isHit ? 1 : 0, misses: isHit ? 0 : 1 }, rulings, 'delivery');
}

/** "area/sp hit", "area/sp miss RULED_TO_ANOTHER partner/acme": where a verdict on a fact counts. */
export function placeOfVerdict(
  unit: string,
  { hits, reason, responsible }: Pick<SimVerdict, 'hits' | 'reason' | 'responsible'>,
): string {
  return [unit, hits > 0 ? 'hit' : 'miss', reason, responsible].filter((word) => word !== '').join(' ');
}

/** The reference of a fact's case, 16 bytes. */
export function refOf(id: number): Buffer {
  const ref = Buffer.alloc(16);
  ref.writeUInt32BE(id);
  return ref;
}
