import type { Instant } from '#libs/domain/time.js';
import type { Happening } from './happening.js';
import { Luck } from './luck.js';
import { HOUR, MINUTE } from './world.js';

/** A fact on its way to its department. */
export type Report = Happening & { readonly reportedAt: Instant };

/** In basis points of the facts. */
const CHANCE = { late: 100, repeated: 500, mistaken: 60 };
/** A report that is not late comes sooner than this after what it reports, so a feed may declare that everything before has come. */
export const PUNCTUAL_MS = 10 * MINUTE;

/**
 * The reports of one thing that happened: soon, or late; some come again with the same content, and some were wrong at first, were
 * withdrawn and then reported anew. A fact of an order needs its placement first, so that is never late and never wrong.
 */
export function reportsOf(seed: number, happening: Happening): Report[] {
  const { fact, at } = happening;
  const luck = new Luck(seed, fact.factId);
  const isFirst = fact.what?.$case === 'placed';
  const late = !isFirst && luck.has('reported late', CHANCE.late) ? luck.between('hours late', 2, 40) * HOUR : 0;
  const soon = isFirst ? luck.between('first seconds', 1, 6) : luck.between('seconds until reported', 20, 320);
  const reportedAt = at + late + soon * 1_000;
  const right = { ...happening, reportedAt };
  const again = luck.has('reported again', CHANCE.repeated)
    ? [{ ...right, reportedAt: reportedAt + luck.between('again after', 1, 400) * MINUTE }]
    : [];
  const isOfSubject = 'subjectId' in fact && fact.subjectId !== '';
  const isMistaken = !isFirst && !isOfSubject && late === 0 && luck.has('mistaken', CHANCE.mistaken);
  if (!isMistaken) return [right, ...again];
  const later = again.map((one) => ({ ...one, reportedAt: one.reportedAt + 2 * HOUR }));
  return [...mistaken(right), { ...right, reportedAt: reportedAt + HOUR }, ...later];
}

/** The same some minutes too early, and its withdrawal. */
function mistaken(right: Report): Report[] {
  const wrongId = `${right.fact.factId}/mistake`;
  const wrongAt = right.at - 3 * MINUTE;
  const wrong = changed(right, { factId: wrongId, happenedAt: new Date(wrongAt) });
  const value = { factId: wrongId, subjectKind: undefined };
  const withdrawal = changed(right, {
    ...{ factId: `${wrongId}/withdrawn`, happenedAt: new Date(right.at + 30 * MINUTE) },
    what: { $case: 'withdrawal', value },
  });
  return [
    { ...wrong, at: wrongAt },
    { ...withdrawal, at: right.at + 30 * MINUTE, reportedAt: right.reportedAt + 50 * MINUTE },
  ];
}

function changed(report: Report, change: object): Report {
  return { ...report, fact: { ...report.fact, ...change } } as Report;
}
