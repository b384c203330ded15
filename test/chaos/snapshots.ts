import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { BonusInputServiceClient, type Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { isInPeriod, type Period, parsePeriod, periodsFrom } from '#libs/domain/period.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { sha256Of } from '#test/e2e/counts.js';
import type { Random } from '#test/simulation/random.js';
import { client } from '#test/stack/client.js';
import { ArchiveAtCut } from './archive-at-cut.js';
import { type Finding, finding } from './finding.js';
import type { ChaosWorld } from './world.js';

/** All months of the first ruleset. */
const MONTHS = periodsFrom(parsePeriod('2017-02') as Period, parsePeriod('2018-08') as Period);
/**
 * The months that HR freezes during the faults. Their later versions end at the cut-off, which is when the first one was made. The others
 * are frozen only when everything is counted.
 */
const DURING = MONTHS.filter((_, place) => place % 2 === 0);
const PAUSE_MS = 1_500;
/** Folding the archive again for each of them would take longer than the run. */
const FOLDED_AT_MOST = 40;

/** A snapshot that scoring acknowledged. */
interface Made {
  readonly name: string;
  readonly contentSha256: string;
  /** Milliseconds since 1970: the call and its answer. */
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** HR during faults: freezes one month after another while batches are applied, voided, and applied again. */
export class Freezing {
  readonly #bonuses: BonusInputServiceClient;
  readonly #made: Made[] = [];
  /** By reason; "no answer" if scoring was unavailable. */
  readonly #refused = new Map<string, number>();
  #isOver = false;
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly world: ChaosWorld,
    private readonly random: Random,
  ) {
    this.#bonuses = client(BonusInputServiceClient, world.addresses.scoring, 'console');
  }

  start(): void {
    this.#running = this.#freezeOn();
  }

  /** Resolves after the last call. */
  async quiet(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  close(): void {
    this.#bonuses.close();
  }

  /** The results of all calls: "12 made, 30 not (20 FEED_NOT_COMPLETE, 10 no answer)". */
  get summary(): string {
    const times = [...this.#refused.values()].reduce((sum, one) => sum + one, 0);
    const reasons = [...this.#refused].sort(([, a], [, b]) => b - a).map(([reason, count]) => `${count} ${reason}`);
    return `${this.#made.length} made, ${times} not${times === 0 ? '' : ` (${reasons.join(', ')})`}`;
  }

  /**
   * After the faults, when everything is counted: freezes every month that can be frozen and checks all snapshots again. One without a
   * cut-off holds what the rules alone give; every one holds what the archive gives at its cut.
   *
   * @param expected  lines of the canonical dump that the rules alone make of the facts
   */
  async findings(expected: readonly string[]): Promise<Finding[]> {
    const frozen = await this.#freezeAll();
    const last = frozen.filter(({ snapshot }) => snapshot.cutOffAt === undefined);
    const wrong = last.filter(({ period, snapshot }) => countsOf(snapshot) !== sha256Of(linesIn(expected, period)));
    const missing = await this.#missing();
    const archive = await ArchiveAtCut.read(this.world.cluster('scoring').directUrl);
    const unlike = await archive.unlike(FOLDED_AT_MOST, this.random);
    const [total, folded] = [archive.snapshots, Math.min(archive.snapshots, FOLDED_AT_MOST)];
    return [
      finding(
        `a snapshot of each of the ${last.length} months that are first frozen now holds what the rules alone give`,
        last.length > 0 && wrong.length === 0,
        wrong.map(({ period }) => period.name).join(', '),
      ),
      finding(
        `every acknowledged snapshot exists, byte for byte, except ${missing.forgotten} that a restore lost`,
        missing.changed.length === 0,
        missing.changed.join(', '),
      ),
      finding(
        `${folded} of ${total} snapshots, picked at random, hold what the archive gives at their cut`,
        unlike.length === 0,
        unlike.join(', '),
      ),
    ];
  }

  async #freezeOn(): Promise<void> {
    while (!this.#isOver) {
      await this.#freeze(DURING[this.random.below(DURING.length)] as Period);
      await pause(this.random.below(PAUSE_MS));
    }
  }

  /** Only months with enough cases; any other refusal is retried for a while. */
  async #freezeAll(): Promise<{ readonly period: Period; readonly snapshot: Snapshot }[]> {
    const frozen: { readonly period: Period; readonly snapshot: Snapshot }[] = [];
    for (const period of MONTHS) {
      for (let attempt = 0; attempt < 20; attempt++) {
        const made = await this.#freeze(period);
        if (typeof made !== 'string') frozen.push({ period, snapshot: made });
        if (typeof made !== 'string' || made === 'COVERAGE_TOO_LOW') break;
        await pause(500);
      }
    }
    return frozen;
  }

  /** The snapshot, or the reason why there is none. */
  async #freeze({ name }: Period): Promise<Snapshot | string> {
    const askedAt = Date.now();
    try {
      const page = { parent: `periods/${name}`, pageSize: 1, pageToken: '' };
      const { snapshots } = await call(this.#bonuses, 'listSnapshots', page, { deadlineMs: 5_000 });
      const latest = snapshots[0]?.version ?? 0;
      const made = await call(
        this.#bonuses,
        'createSnapshot',
        {
          ...{ period: `periods/${name}`, requestId: randomUUID(), requestedBy: 'hr' },
          ...{ reason: latest === 0 ? 'FIRST' : 'LATE_DATA', expectedLatestVersion: latest },
        },
        { deadlineMs: 60_000 },
      );
      this.#made.push({ name: made.name, contentSha256: hex(made.contentSha256), askedAt, answeredAt: Date.now() });
      return made;
    } catch (error) {
      const reason = refusalOf(error)?.reason || 'no answer';
      this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
      return reason;
    }
  }

  async #missing(): Promise<{ readonly forgotten: number; readonly changed: string[] }> {
    const { forgotten } = this.world;
    const may = ({ askedAt, answeredAt }: Made) =>
      forgotten.some(({ name, since, until }) => name === 'scoring' && since <= answeredAt && askedAt <= until);
    const changed: string[] = [];
    for (const { name, contentSha256 } of this.#made.filter((one) => !may(one))) {
      const kept = await call(this.#bonuses, 'getSnapshot', { name }, { deadlineMs: 30_000 }).catch(() => undefined);
      if (kept === undefined || hex(kept.contentSha256) !== contentSha256) changed.push(name);
    }
    return { forgotten: this.#made.filter(may).length, changed };
  }
}

function linesIn(lines: readonly string[], period: Period): string[] {
  return lines.filter((line) => isInPeriod((JSON.parse(line) as { day: string }).day, period));
}

function countsOf({ countsSha256 }: Snapshot): string {
  return hex(countsSha256);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
