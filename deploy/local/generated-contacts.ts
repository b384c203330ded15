import { ContactFact, ContactReceived } from '#libs/contracts/cx/support/v1/support.js';
import { addDays, civilDaysLater, type Day, dayOf, type Instant, instantOfWallTime } from '#libs/domain/time.js';

/** Of the customers of the real orders. */
const ZONE = 'America/Sao_Paulo';

/**
 * Contacts that never happened, in the shape of real ones (first response within 60 minutes 78.2 %, within 24 hours 96.5 %,
 * second contact 8.6 %): the real orders come without any. Marked GENERATED wherever they are counted, never payable.
 */

export interface GeneratedFact {
  readonly to: 'support';
  readonly at: Instant;
  readonly fact: ContactFact;
}

const FIRST_DAY: Day = '2017-01-20';
const LAST_DAY: Day = '2018-08-31';
const CONTACTS_A_DAY = 14;
/** In ten-thousandths, so that chance is whole numbers on every machine. */
const CHANCE = {
  within60Minutes: 7_820,
  within24Hours: 9_650,
  secondContact: 860,
  goodwill: 3_000,
  goodwillLate: 300,
  goodwillNever: 60,
};
const SITES = ['porto', 'lagoa', 'serra'] as const;
const TEAMS = ['a', 'b', 'c', 'd'] as const;
const MINUTE = 60_000;

/** All facts of the generated contacts in order of time; the same seed gives the same facts on every machine. */
export function generateContacts(seed: number): GeneratedFact[] {
  const random = randomNumbers(seed);
  const facts: GeneratedFact[] = [];
  for (let day = FIRST_DAY; day <= LAST_DAY; day = addDays(day, 1)) {
    for (let place = 0; place < CONTACTS_A_DAY; place++) facts.push(...contact(day, place, random));
  }
  return facts.sort((a, b) => a.at - b.at);
}

function contact(day: Day, place: number, random: (below: number) => number): GeneratedFact[] {
  const contactId = `g-${day}-${place}`;
  const unit = `site/${SITES[random(SITES.length)]}/team/${TEAMS[random(TEAMS.length)]}`;
  const receivedAt = instantOfWallTime(`${day}T12:00:00`, ZONE) + (random(12 * 60) - 6 * 60) * MINUTE;
  const fact = (name: string, at: Instant, what: NonNullable<ContactFact['what']>): GeneratedFact => ({
    to: 'support',
    at,
    fact: ContactFact.fromPartial({ factId: `${contactId}/${name}`, contactId, happenedAt: new Date(at), what }),
  });
  const facts = [
    fact('received', receivedAt, { $case: 'received', value: ContactReceived.fromPartial({ unit, zone: ZONE }) }),
  ];
  const answeredAt = receivedAt + responseMinutes(random) * MINUTE;
  facts.push(fact('answered', answeredAt, { $case: 'firstResponse', value: {} }));
  if (random(10_000) < CHANCE.secondContact) {
    facts.push(fact('again', receivedAt + (1 + random(6 * 24 * 60)) * MINUTE, { $case: 'contactedAgain', value: {} }));
  }
  if (random(10_000) < CHANCE.goodwill) facts.push(...goodwill(answeredAt, fact, random));
  return facts;
}

function goodwill(
  promisedAt: Instant,
  fact: (name: string, at: Instant, what: NonNullable<ContactFact['what']>) => GeneratedFact,
  random: (below: number) => number,
): GeneratedFact[] {
  const promisedDay = addDays(dayOf(promisedAt, ZONE), 7);
  const promised = fact('promised', promisedAt, { $case: 'goodwillPromised', value: { promisedDay } });
  const luck = random(10_000);
  if (luck < CHANCE.goodwillNever) return [promised];
  const days = luck < CHANCE.goodwillNever + CHANCE.goodwillLate ? 8 + random(20) : 1 + random(6);
  return [promised, fact('paid', civilDaysLater(promisedAt, days, ZONE), { $case: 'goodwillPaid', value: {} })];
}

function responseMinutes(random: (below: number) => number): number {
  const luck = random(10_000);
  if (luck < CHANCE.within60Minutes) return 1 + random(59);
  if (luck < CHANCE.within24Hours) return 61 + random(23 * 60);
  return 24 * 60 + 1 + random(3 * 24 * 60);
}

/** Whole numbers from 0 to below, from a 32-bit xorshift: no floats, no platform. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
