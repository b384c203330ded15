import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import type { TwoPeople } from '#cli/company/publish-by-two.js';
import { addDays, type Day } from '#libs/domain/time.js';
import { call } from '#libs/grpc/client.js';
import { OLIST } from '#test/stack/publish-olist.js';
import { publishOne, twoPeople } from '#test/stack/two-people.js';

type Kind = 'company' | 'departments' | 'metrics' | 'feeds';

/** What a document says beside those of before: an entry of a metric, or other values of a document of another kind. */
type Step =
  | { readonly kind: 'metrics'; readonly metric: string; readonly entry: Readonly<Record<string, unknown>> }
  | { readonly kind: Exclude<Kind, 'metrics'>; readonly change: (text: string) => object };

const GIVE_UP_MS = 10 * 60_000;

/**
 * What a company publishes during the faults: limits of metrics, calendars of working time and a holiday of the help desk, a unit that moves
 * to another one, and a feed that may report for a while and never does. A document has everything that those of its kind before it have. So a
 * document that scoring lost with a restored backup is contained in the next one. Some change the last week; all others begin in a far year and
 * change nothing, or are taken back.
 */
export class Publishing {
  /** How many were published; those that were published again are not counted. */
  published = 0;
  readonly #steps: readonly Step[];
  #queue: Promise<unknown> = Promise.resolve();

  /**
   * @param addresses  of the processes of scoring
   * @param from       the first day whose limits change
   */
  constructor(
    private readonly addresses: readonly string[],
    from: Day,
  ) {
    this.#steps = stepsFrom(from);
  }

  /** Publishes the next document. Resolves when scoring has answered. */
  publishNext(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#publish(this.#textsOf(this.published + 1));
      this.published += 1;
    });
  }

  /** Publishes the newest documents once more: a restore of scoring may have lost them. */
  publishAgain(): Promise<void> {
    return this.#inTurn(() => this.#publish(this.#textsOf(this.published)));
  }

  /**
   * Publishes documents one after the other while faults happen.
   *
   * @param faults  the share of all faults that have happened, 0 to 1
   */
  async run(faults: () => number): Promise<void> {
    const planned = this.#steps.length;
    for (let place = 1; place <= planned; place++) {
      while (faults() < place / (planned + 1)) await pause(50);
      await this.publishNext();
    }
  }

  /** The newest document of each kind after as many steps, in the order in which they are published; every further step begins on another day of a far year. */
  #textsOf(count: number): readonly (readonly [Kind, string])[] {
    const further = Array.from({ length: Math.max(0, count - this.#steps.length) }, (_, place): Step => {
      const valid_from = `${2099 + place}-01-01`;
      return {
        kind: 'metrics',
        metric: 'handed_over_at_last',
        entry: { valid_from, grace: { civil_days: 2 + place } },
      };
    });
    const steps = [...this.#steps, ...further].slice(0, count);
    return KINDS.flatMap((kind) => {
      const own = steps.filter((step) => step.kind === kind);
      return own.length === 0 ? [] : [[kind, textAfter(kind, own)] as const];
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** The same document again is the same version, so an interrupted call is repeated, at the next process. */
  async #publish(texts: readonly (readonly [Kind, string])[]): Promise<void> {
    const giveUpAt = Date.now() + GIVE_UP_MS;
    for (let attempt = 0; ; attempt++) {
      const people = twoPeople(this.addresses[attempt % this.addresses.length] ?? '');
      try {
        for (const [kind, text] of texts) await publishAt(people, kind, text);
        return;
      } catch (error) {
        if (Date.now() > giveUpAt) throw error;
        await pause(200);
      } finally {
        people.close();
      }
    }
  }
}

async function publishAt(people: TwoPeople, kind: Kind, text: string): Promise<void> {
  const parent = `documents/${kind}`;
  const deadline = { deadlineMs: 5_000 };
  const page = { parent, pageSize: 1, pageToken: '' };
  const { documents: newest } = await call(people.author, 'listDocuments', page, deadline);
  const expectedLatestVersion = newest[0]?.version ?? 0;
  const signed = { reason: 'other rules, during the faults', allowAfterFirstDay: true };
  await publishOne(people, { parent, text, ...signed, expectedLatestVersion }, deadline);
}

/** A document is published after those to which it refers. */
const KINDS: readonly Kind[] = ['company', 'departments', 'feeds', 'metrics'];

function stepsFrom(from: Day): readonly Step[] {
  const metric = (name: string, entry: object): Step => ({
    kind: 'metrics',
    metric: name,
    entry: { valid_from: from, ...entry },
  });
  const company = (holidays: readonly Day[]): Step => ({
    kind: 'company',
    change: (text) => ({ ...parse(text), valid_from: from, calendars: calendarsWith(holidays) }),
  });
  return [
    metric('payment_approved_in_time', { limit: { hours: 2 }, measured_settlements: ['instant'] }),
    company([]),
    metric('handed_over_at_last', { valid_from: '2098-01-01', grace: { civil_days: 1 } }),
    { kind: 'feeds', change: withSilentFeed },
    metric('first_response_in_time', { limit: { working_minutes: 20, calendar: 'helpdesk' } }),
    { kind: 'departments', change: (text) => movedUnits(text, from) },
    { kind: 'feeds', change: (text) => parse(text) },
    metric('arrived_at_last', { grace: { civil_days: 2 } }),
    company([addDays(from, 2)]),
  ];
}

/** The documents of the real orders with everything that steps of one kind say. */
function textAfter(kind: Kind, steps: readonly Step[]): string {
  const text = readFileSync(`${OLIST}/${kind}.yaml`, 'utf8');
  const last = steps.at(-1);
  if (last !== undefined && last.kind !== 'metrics') return stringify(last.change(text), NO_ALIASES);
  const { metrics } = parse(text) as { readonly metrics: Record<string, object[]> };
  for (const step of steps) if (step.kind === 'metrics') metrics[step.metric]?.push(step.entry);
  return stringify({ metrics }, NO_ALIASES);
}

/** Documents must not use anchors of YAML. */
const NO_ALIASES = { aliasDuplicateObjects: false };

/** The day and the night of the help desk; contacts move from the first to the second. */
function calendarsWith(holidays: readonly Day[]) {
  const week = (span: string) => Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, [span]]));
  const zone = 'America/Sao_Paulo';
  return {
    helpdesk: { zone, hours: week('08:00-20:00'), holidays: holidays.map((day) => ({ day, title: 'Holiday' })) },
    [NIGHTS]: { zone, hours: week('20:00-08:00') },
  };
}

/** The calendar to which contacts move. */
export const NIGHTS = 'nights';
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

function movedUnits(text: string, from: Day) {
  const { departments } = parse(text) as { readonly departments: Record<string, object> };
  const units = [{ unit: 'north' }, { unit: 'site/porto', of: 'north' }];
  return { valid_from: from, departments: { ...departments, support: { ...departments['support'], units } } };
}

/** A second feed of the warehouse, which never reports: what is due waits until another document does not permit it any more. */
function withSilentFeed(text: string) {
  const document = parse(text) as { readonly feeds: object; readonly measured_by: object };
  const feeds = { ...document.feeds, silent: { reports: [{ to: 'warehouse', origin: 'IMPORTED' }] } };
  return { ...document, feeds, measured_by: { ...document.measured_by, warehouse: 'SEVERAL_FEEDS' } };
}
