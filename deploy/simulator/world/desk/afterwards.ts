import type { Instant } from '#libs/domain/time.js';
import { deskFact, type Happening } from '../happening.js';
import { HOUR } from '../world.js';
import type { Issue } from './contact.js';

/** What others say about the first contact of an issue: the customer in an interview, and a board of arbitration. */
export function afterwards(issue: Issue, answeredAt: Instant, closesEarly: boolean): Happening[] {
  return [...interviewed(issue, answeredAt, closesEarly), ...upheld(issue)];
}

/** A third party interviews every fourth customer: about satisfaction, about ease, or about both. */
function interviewed({ id, luck }: Issue, answeredAt: Instant, closesEarly: boolean): Happening[] {
  if (!luck.has('interviewed', 2_500)) return [];
  const isSatisfied = luck.has('satisfied', closesEarly ? 4_000 : 8_200);
  const isEasy = luck.has('easy', closesEarly ? 5_000 : 8_600);
  const asked = luck.of('asked', 5);
  const satisfaction = asked === 0 ? 0 : isSatisfied ? 5 : luck.between('satisfaction', 1, 4);
  const ease = asked === 1 ? 0 : isEasy ? luck.between('ease', 5, 7) : luck.between('effort', 1, 4);
  const at = answeredAt + luck.between('interviewed after', 20, 140) * HOUR;
  const about = { id: `${id}/1`, name: 'rated', at, issue: id };
  return [deskFact(about, { $case: 'rated', value: { satisfaction, ease } }, 'interviews')];
}

/** Few complaints go on to the board, and it rules within weeks. */
function upheld({ id, luck, reason, at }: Issue): Happening[] {
  if (reason !== 'complaint' || !luck.has('upheld outside', 600)) return [];
  const about = { id: `${id}/1`, name: 'upheld', at: at + luck.between('days until the ruling', 9, 24) * 24 * HOUR };
  return [deskFact({ ...about, issue: id }, { $case: 'complaintUpheld', value: {} }, 'arbitration')];
}
