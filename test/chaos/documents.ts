import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import type { TwoPeople } from '#cli/company/publish-by-two.js';
import type { Day } from '#libs/domain/time.js';
import { call } from '#libs/grpc/client.js';
import { publishOne, twoPeople } from '#test/stack/two-people.js';

/** An entry of a metric: its limits from a day on. */
type Entry = Readonly<Record<string, unknown>>;

const PARENT = 'documents/metrics';
const GIVE_UP_MS = 10 * 60_000;
/** Documents that are published in any case. */
const PLANNED = 4;

/**
 * What a company publishes during the faults: documents of metrics, each with all entries of those before it. So a document that scoring
 * lost with a restored backup is contained in the next one. Some change limits of the past; all others begin in a far year and change nothing.
 */
export class Publishing {
  /** How many were published; those that were published again are not counted. */
  published = 0;
  readonly #entries: readonly (readonly [metric: string, entry: Entry])[];
  #queue: Promise<unknown> = Promise.resolve();

  /**
   * @param addresses  of the processes of scoring
   * @param from       the first day whose limits change
   */
  constructor(
    private readonly addresses: readonly string[],
    from: Day,
  ) {
    this.#entries = [
      ['payment_approved_in_time', { valid_from: from, limit: { hours: 2 }, measured_settlements: ['instant'] }],
      ['handed_over_at_last', { valid_from: '2098-01-01', grace: { civil_days: 1 } }],
      ['first_response_in_time', { valid_from: from, limit: { minutes: 20 } }],
      ['arrived_at_last', { valid_from: from, grace: { civil_days: 2 } }],
    ];
  }

  /** Publishes the next document. Resolves when scoring has answered. */
  publishNext(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#publish(this.#textOf(this.published + 1));
      this.published += 1;
    });
  }

  /** Publishes the newest document once more: a restore of scoring may have lost it. */
  publishAgain(): Promise<void> {
    return this.#inTurn(() => this.#publish(this.#textOf(this.published)));
  }

  /**
   * Publishes documents one after the other while faults happen.
   *
   * @param faults  the share of all faults that have happened, 0 to 1
   */
  async run(faults: () => number): Promise<void> {
    for (let place = 1; place <= PLANNED; place++) {
      while (faults() < place / (PLANNED + 1)) await pause(50);
      await this.publishNext();
    }
  }

  /** The first documents as planned; every further one begins on another day of a far year. */
  #textOf(count: number): string {
    const further = Array.from({ length: Math.max(0, count - this.#entries.length) }, (_, place) => {
      const valid_from = `${2099 + place}-01-01`;
      return ['handed_over_at_last', { valid_from, grace: { civil_days: 2 + place } }] as const;
    });
    const { metrics } = parse(readFileSync('data/olist/company/metrics.yaml', 'utf8')) as {
      readonly metrics: Record<string, Entry[]>;
    };
    for (const [metric, entry] of [...this.#entries, ...further].slice(0, count)) metrics[metric]?.push(entry);
    return stringify({ metrics });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** The same document again is the same version, so an interrupted call is repeated, at the next process. */
  async #publish(text: string): Promise<void> {
    const giveUpAt = Date.now() + GIVE_UP_MS;
    for (let attempt = 0; ; attempt++) {
      const people = twoPeople(this.addresses[attempt % this.addresses.length] ?? '');
      try {
        await publishAt(people, text);
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

async function publishAt(people: TwoPeople, text: string): Promise<void> {
  const deadline = { deadlineMs: 5_000 };
  const page = { parent: PARENT, pageSize: 1, pageToken: '' };
  const { documents: newest } = await call(people.author, 'listDocuments', page, deadline);
  const expectedLatestVersion = newest[0]?.version ?? 0;
  const signed = { reason: 'other limits, during the faults', allowAfterFirstDay: true };
  await publishOne(people, { parent: PARENT, text, ...signed, expectedLatestVersion }, deadline);
}
