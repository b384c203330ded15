import { addDays, type Day } from '#libs/domain/time.js';

/** Files by the name of their map in docs/example-import/berlin; each warehouse reports for itself. */
export type BerlinFile = 'orders' | 'parcels' | 'handovers-berlin' | 'handovers-leipzig' | 'tracking' | 'prices';

/**
 * What a web shop in Berlin exports: five ways to pay, two warehouses, three carriers, orders of one to four parcels, and a help desk.
 * The same seed makes the same shop. All times are by the clocks of Berlin.
 */
export interface BerlinShop {
  /** CSV with semicolons. */
  readonly files: Readonly<Record<BerlinFile, string>>;
  /** One JSON object each, as they stand in the topic of the help desk. */
  readonly tickets: readonly Readonly<Record<string, unknown>>[];
}

const METHODS = ['PayPal', 'Kreditkarte', 'Vorkasse', 'Rechnung', 'Nachnahme'] as const;
const WAREHOUSES = ['berlin', 'leipzig'] as const;
type Warehouse = (typeof WAREHOUSES)[number];
const CARRIERS = ['ACME', 'Post', 'Velo'] as const;
/** Minutes of a day. */
const NOON = 12 * 60;

/**
 * Orders, tickets and prices of every day from the first until yesterday, and what has become of them by seven o'clock today.
 *
 * @param countOf  how many orders, tickets and prices a day has
 */
export function berlinShop(first: Day, today: Day, countOf: (day: Day) => number, seed = 1): BerlinShop {
  const isKnown = (day: Day, minute: number) => {
    const happens = addDays(day, Math.floor(minute / 1_440));
    return happens < today || (happens === today && minute % 1_440 <= 7 * 60);
  };
  const at = (day: Day, minute: number) => (isKnown(day, minute) ? berlinTime(day, minute) : '');
  const random = randomNumbers(seed);
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T;
  const orders: string[][] = [];
  const parcels: string[][] = [];
  const handovers: Record<Warehouse, string[][]> = { berlin: [], leipzig: [] };
  const tracking: string[][] = [];
  const prices: string[][] = [];
  const tickets: Record<string, unknown>[] = [];

  for (let day = first; day < today; day = addDays(day, 1)) {
    const count = countOf(day);
    for (let place = 0; place < count; place++) {
      const order = `#${day.replaceAll('-', '')}-${place + 1}`;
      const minute = 8 * 60 + Math.floor(random() * 600);
      const method = METHODS[place % METHODS.length] ?? 'PayPal';
      // Who pays in advance pays days later, and the parcels are released then.
      const paysOn =
        method === 'Vorkasse' ? addDays(day, 1 + Math.floor(random() * 3)) : addDays(day, random() < 0.04 ? 2 : 0);
      const isPaidBefore = method === 'PayPal' || method === 'Kreditkarte' || method === 'Vorkasse';
      const paid = isPaidBefore ? at(paysOn, minute + 3) : '';
      const begun = isPaidBefore ? paysOn : day;
      const isCanceled = random() < 0.01;
      const promised = addDays(begun, 4);
      const canceled = isCanceled ? at(addDays(day, 1), NOON) : '';
      orders.push([order, at(day, minute), method, paid, german(promised), canceled, 'DE', 'Haustür']);
      if (isCanceled) continue;

      for (let number = 1; number <= 1 + (place % 4); number++) {
        const parcel = `${order}/P${number}`;
        const warehouse = pick(WAREHOUSES);
        const released = at(begun, minute + 30);
        if (released === '') continue;
        const isExpress = random() < 0.1;
        const due = addDays(begun, 1);
        parcels.push([
          ...[order, parcel, warehouse, pick(CARRIERS), isExpress ? 'Express' : 'Standard'],
          ...[released, berlinTime(due, 18 * 60)],
        ]);
        const isLate = random() < 0.04;
        const handedOver = at(addDays(begun, isLate ? 2 : 1), 10 * 60 + Math.floor(random() * 300));
        if (handedOver !== '') handovers[warehouse].push([order, parcel, handedOver]);
        const arrives = addDays(begun, isLate || random() < 0.02 ? 5 + Math.floor(random() * 3) : 3);
        const arrived = at(arrives, NOON + Math.floor(random() * 300));
        if (arrived !== '') tracking.push([order, parcel, 'zugestellt', arrived]);
      }
    }
    for (let place = 0; place < count; place++) {
      const asked = 9 * 60 + Math.floor(random() * 480);
      const channel = place % 3 === 0 ? 'Telefon' : 'E-Mail';
      const isQuick = random() < 0.85;
      const answered = asked + (channel === 'Telefon' ? (isQuick ? 2 : 9) : isQuick ? 60 : 24 * 60);
      const waits = channel === 'E-Mail' && place % 10 === 1;
      tickets.push({
        id: `T-${day}-${place + 1}`,
        ...{ team: place % 2 === 0 ? 'a' : 'b', kanal: channel, dringend: place % 20 === 4 ? 'true' : 'false' },
        eingang: iso(day, asked),
        ...(waits ? { wartet_seit: iso(day, asked + 10), wartet_bis: iso(day, asked + 40) } : {}),
        ...(isKnown(day, answered) ? { antwort: iso(day, answered) } : {}),
        ...(random() < 0.2 && isKnown(addDays(day, 2), NOON) ? { erneut: iso(addDays(day, 2), NOON) } : {}),
      });
    }
    for (let place = 0; place < count; place++) {
      const lowest = 1_000 + Math.floor(random() * 5_000);
      const ours = Math.round(lowest * (random() < 0.9 ? 1.02 : 1.2));
      prices.push([`A${place + 1}`, german(day), pick(['toys', 'books']), String(ours), String(lowest)]);
    }
  }
  const files = {
    orders: csv('Bestellnummer;Bestellt am;Zahlart;Bezahlt am;Zugesagt;Storniert am;Land;Lieferart', orders),
    parcels: csv('Bestellnummer;Paket;Lager;Frachtführer;Dienst;Freigegeben am;Übergabe bis', parcels),
    'handovers-berlin': csv('Bestellnummer;Paket;Übergeben am', handovers.berlin),
    'handovers-leipzig': csv('Bestellnummer;Paket;Übergeben am', handovers.leipzig),
    tracking: csv('Bestellnummer;Paket;Status;Zeitpunkt', tracking),
    prices: csv('Artikel;Tag;Warengruppe;Unser Preis;Niedrigster Preis', prices),
  };
  return { files, tickets };
}

function csv(head: string, rows: readonly (readonly string[])[]): string {
  return `${[head, ...rows.map((row) => row.join(';'))].join('\r\n')}\r\n`;
}

/** 15.03.2027 */
function german(day: Day): string {
  return day.split('-').reverse().join('.');
}

/** 15.03.2027 10:15; minutes beyond midnight lie on the next day. */
function berlinTime(day: Day, minute: number): string {
  const of = addDays(day, Math.floor(minute / 1_440));
  return `${german(of)} ${clock(minute % 1_440)}`;
}

/** By the clocks of Berlin in winter. */
function iso(day: Day, minute: number): string {
  return `${addDays(day, Math.floor(minute / 1_440))}T${clock(minute % 1_440)}:00+01:00`;
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Mulberry32: small, and the same on every machine. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
