import type { BatchSource } from '#libs/batches/transport/batch-source.js';
import { RULING_OUTCOMES } from '#libs/domain/ruling.js';
import { headOf } from '#test/doubles/memory-documents.js';
import { PublishingProcess, SimCompany } from './publishing.js';
import type { Random } from './random.js';
import { DAY, LIMITS } from './verdict.js';

/** A first day after the day of every fact: such a document changes nothing. */
const FUTURE = '2027-01-01';

const PARTNER = 'partner/acme';

/** What can happen, and how often. */
export type WeightedStep = readonly [weight: number, step: { readonly what: string; readonly work: () => unknown }];

/** Scoring as far as it publishes documents: two processes over one database, and what can happen to them. */
export class Company {
  readonly sim: SimCompany;
  /** Scoring as departments see it: any of its processes answers. */
  readonly endpoint: BatchSource = {
    heads: () => this.#one().heads(),
    batches: (...range) => this.#one().batches(...range),
    acknowledge: (...progress) => this.#one().acknowledge(...progress),
    close: () => undefined,
  };
  readonly #empty;
  #backup;
  #wasLost = false;
  #processes: PublishingProcess[] = [];
  /** The hash of every state that the published documents ever had. */
  readonly #histories = new Set([hashOf([])]);

  readonly steps: readonly WeightedStep[] = [
    [3, { what: 'a document is published', work: () => this.#onOne((one) => this.#publish(one)) }],
    [1, { what: 'two documents are published at once', work: () => this.#onBoth((one) => this.#publish(one)) }],
    [3, { what: 'a case is ruled on', work: () => this.#onOne((one) => this.#rule(one)) }],
    [1, { what: 'two cases are ruled on at once', work: () => this.#onBoth((one) => this.#rule(one)) }],
    [5, { what: 'scoring seals documents', work: () => this.#onOne((one) => one.seal()) }],
    [4, { what: 'scoring publishes documents to Kafka', work: () => this.#onOne((one) => one.relay()) }],
    [1, { what: 'two relays of scoring publish at once', work: () => this.#onBoth((one) => one.relay()) }],
    [1, { what: 'the database of scoring restarts', work: () => this.sim.database.restart() }],
    [1, { what: 'scoring is backed up', work: () => this.#backUp() }],
    [1, { what: 'scoring is restored', work: () => this.sim.database.restore(this.#backup) }],
    [0.5, { what: 'scoring and its backups are lost', work: () => this.#lose() }],
  ];

  /**
   * @param cases      how many cases there are; a restored department may not have all of them
   * @param surviving  does work in which processes may die, and then calls `revive`
   */
  constructor(
    now: () => number,
    private readonly random: Random,
    private readonly cases: () => number,
    private readonly surviving: (work: () => Promise<unknown>) => Promise<void>,
  ) {
    this.sim = new SimCompany(now);
    this.#empty = this.sim.database.backup();
    this.#backup = this.#empty;
    this.#processes = [this.#newProcess(), this.#newProcess()];
  }

  /** Seals and is backed up once: a database that was never used has no backup. */
  async begin(): Promise<void> {
    await this.undyingProcess().seal();
    this.#backUp();
  }

  /** Seals what was published, and a new document with it. */
  async sealAll(): Promise<void> {
    await this.#onOne((one) => this.#publish(one));
    await this.#onOne((one) => one.seal());
  }

  /** Rules on a case and seals it. */
  async sealRuling(): Promise<void> {
    await this.#onOne((one) => this.#rule(one));
    await this.#onOne((one) => one.seal());
  }

  /** Starts processes again that died. Returns how many. */
  revive(): number {
    const gone = this.#processes.filter(({ isDead }) => isDead).length;
    this.#processes = this.#processes.map((one) => (one.isDead ? this.#newProcess() : one));
    return gone;
  }

  undyingProcess(): PublishingProcess {
    return new PublishingProcess(this.sim, { wasLost: this.#wasLost, dies: () => false });
  }

  /** To be called after every step. */
  noteHistory(): void {
    const { documents } = this.sim;
    if (this.everHad(headOf(documents).sha256)) return;
    for (let length = documents.length; length > 0; length--) {
      const hash = hashOf(documents.slice(0, length));
      if (this.#histories.has(hash)) return;
      this.#histories.add(hash);
    }
  }

  /** Whether the company once had exactly these documents, in this order. */
  everHad(sha256: Buffer): boolean {
    return this.#histories.has(sha256.toString('hex'));
  }

  #publish(process: PublishingProcess): Promise<void> {
    return process.publish(this.random.below(LIMITS), this.random.chance(0.25) ? FUTURE : DAY);
  }

  /** Delivery contests its own miss, or the partner that a ruling charges contests in turn. */
  async #rule(process: PublishingProcess): Promise<void> {
    const cases = this.cases();
    if (cases === 0) return;
    const party = this.random.oneOf(['delivery', 'delivery', PARTNER]);
    const outcome = this.random.oneOf(RULING_OUTCOMES.words);
    const other = party === PARTNER ? 'delivery' : PARTNER;
    await process.rule(this.random.below(cases), { party, outcome, chargedTo: outcome === 'CHARGED' ? other : '' });
  }

  #onOne(work: (one: PublishingProcess) => Promise<void>): Promise<void> {
    return this.surviving(() => work(this.#one()));
  }

  async #onBoth(work: (one: PublishingProcess) => Promise<void>): Promise<void> {
    await Promise.all(this.#processes.map((one) => this.surviving(() => work(one))));
  }

  #one(): PublishingProcess {
    return this.#processes[this.random.below(this.#processes.length)] as PublishingProcess;
  }

  #newProcess(): PublishingProcess {
    return new PublishingProcess(this.sim, {
      wasLost: this.#wasLost,
      dies: (what) => this.random.chance(what.startsWith('append') ? 0.05 : 0.01),
      turns: () => this.random.below(4),
    });
  }

  #backUp(): void {
    this.#backup = this.sim.database.backup();
  }

  /** Scoring begins again on an empty database, and the operator sets CX_DATABASE_LOST. */
  #lose(): void {
    this.#wasLost = true;
    this.#backup = this.#empty;
    this.sim.database.restore(this.#empty);
    this.#processes = this.#processes.map(() => this.#newProcess());
  }
}

function hashOf(documents: Parameters<typeof headOf>[0]): string {
  return headOf(documents).sha256.toString('hex');
}
