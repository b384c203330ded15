import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  ConfirmRulingRequest,
  type Contest,
  ContestCaseRequest,
  ContestServiceClient,
  ContestState,
  DecideContestRequest,
  Ground,
  RulingOutcome,
  SecondAnswer,
} from '#libs/contracts/cx/contests/v1/contests.js';
import { FactsServiceClient, ListObservationsRequest, Outcome } from '#libs/contracts/cx/facts/v1/facts.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import type { Random } from '#test/simulation/random.js';
import { client } from '#test/stack/client.js';
import { type Finding, finding } from './finding.js';
import { allContests, type HeldRulings, heldRulings, hex, nameOfRuling } from './rulings-held.js';
import type { ChaosWorld } from './world.js';

/** Whose misses are contested, and by whom: its own ones, and what delivery charges ordering with. */
const CONTESTED = [
  { judgedBy: 'delivery', metric: 'delivered_by_first_promise', by: 'delivery' },
  { judgedBy: 'delivery', metric: 'delivered_by_first_promise', by: 'ordering' },
  { judgedBy: 'ordering', metric: 'payment_approved_in_time', by: 'ordering' },
] as const;
const OUTCOMES = [
  { outcome: RulingOutcome.RULING_OUTCOME_TAKEN_OUT, chargedTo: '' },
  { outcome: RulingOutcome.RULING_OUTCOME_CHARGED, chargedTo: 'partner/acme' },
  { outcome: RulingOutcome.RULING_OUTCOME_DISMISSED, chargedTo: '' },
] as const;
const ALL_DAYS = { firstDay: '2016-01-01', lastDay: '2018-12-31' };
const DEADLINE = { deadlineMs: 5_000 };
const GIVE_UP_MS = 5 * 60_000;
const PAUSE_MS = 800;
/** The share of rulings that another one replaces. */
const REPLACED = 0.2;

/** A ruling that a reviewer was told. */
interface Told {
  readonly name: string;
  readonly ruling: number;
  readonly caseRef: Buffer;
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** Departments that contest during the faults, and reviewers who rule. Each call is repeated until a process of scoring has answered it. */
export class Contesting {
  readonly #told: Told[] = [];
  readonly #refused = new Map<string, number>();
  readonly #clients = new Map<string, FactsServiceClient | ContestServiceClient>();
  #isOver = false;
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly world: Pick<ChaosWorld, 'replicas' | 'forgotten' | 'refOf'>,
    private readonly random: Random,
  ) {}

  start(): void {
    this.#running = this.#contestOn();
    this.#running.catch(() => undefined);
  }

  /** Resolves when nothing more is contested or ruled. */
  async quiet(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  get summary(): string {
    const reasons = [...this.#refused].map(([reason, times]) => `${times} ${reason}`);
    return `${this.#told.length} made${reasons.length === 0 ? '' : `, not: ${reasons.join(', ')}`}`;
  }

  /** What scoring has in the end. A decision that waits for a second reviewer is no ruling. */
  async held(orderIds: ReadonlySet<string>): Promise<HeldRulings> {
    const caseIds = new Map([...orderIds].map((id) => [hex(this.world.refOf(id)), id]));
    return heldRulings(await this.#untilAnswered('auditor', allContests), caseIds);
  }

  close(): void {
    for (const one of this.#clients.values()) one.close();
  }

  /** @param held  by scoring in the end */
  findings(held: HeldRulings, changesCounts: boolean): Finding[] {
    const may = ({ askedAt, answeredAt }: Told) =>
      this.world.forgotten.some(
        ({ name, since, until }) => name === 'scoring' && since <= answeredAt && askedAt <= until,
      );
    const kept = new Set(held.made);
    const lost = this.#told.filter((one) => !may(one) && !kept.has(nameOfRuling(one)));
    const unknown = held.cases.filter(({ caseId }) => caseId === '');
    return [
      finding(
        `every ruling that a reviewer was told is held, except ${this.#told.filter(may).length} that a restore of scoring may have lost`,
        lost.length === 0 && unknown.length === 0,
        [...lost.map(nameOfRuling), ...unknown.map(() => 'an unknown case')].join(', '),
      ),
      finding('the rulings that were made during the faults change counts', changesCounts),
    ];
  }

  async #contestOn(): Promise<void> {
    while (!this.#isOver) {
      await this.#contestOne().catch((error: unknown) => {
        const reason = refusalOf(error)?.reason || 'no answer';
        this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
      });
      await pause(this.random.below(PAUSE_MS));
    }
  }

  async #contestOne(): Promise<void> {
    const { judgedBy, metric, by } = this.random.oneOf(CONTESTED);
    const lead = `lead-of-${by}`;
    const asked = { metric, ...ALL_DAYS, outcome: Outcome.OUTCOME_MISS, responsible: by, pageSize: 500 };
    const facts = this.#client(FactsServiceClient, this.#address(judgedBy), 'auditor');
    const misses = ListObservationsRequest.fromPartial(asked);
    const { observations } = await call(facts, 'listObservations', misses, DEADLINE);
    if (observations.length === 0) return;
    const seen = this.random.oneOf(observations);
    const request = ContestCaseRequest.fromPartial({
      ...{
        parent: `departments/${by}`,
        judgedBy: `departments/${judgedBy}`,
        metric,
        caseRef: seen.caseRef,
        day: seen.day,
      },
      ...{ requestId: randomUUID(), ground: Ground.GROUND_FORCE_MAJEURE, evidence: 'file 12' },
    });
    const contest = await this.#untilAnswered(lead, (contests) => call(contests, 'contestCase', request, DEADLINE));
    await this.#rule(contest);
  }

  /** By one reviewer, and by a second one where it needs one. */
  async #rule(contest: Contest): Promise<void> {
    const askedAt = Date.now();
    const { observations: cites } = await this.#untilAnswered('reviewer', (one) =>
      call(one, 'foreseeRuling', { name: contest.name, chargedTo: '' }, DEADLINE),
    );
    const request = DecideContestRequest.fromPartial({
      ...{ name: contest.name, requestId: randomUUID(), ...this.random.oneOf(OUTCOMES) },
      ...{ reason: 'a test', evidence: 'file 13', replaces: contest.ruling, cites: cites.slice(-1) },
    });
    const decided = await this.#untilAnswered('reviewer', (one) => call(one, 'decideContest', request, DEADLINE));
    const ruled = decided.state === ContestState.CONTEST_STATE_AWAITS_SECOND ? await this.#confirm(decided) : decided;
    const { name, ruling, caseRef } = ruled;
    this.#told.push({ name, ruling, caseRef, askedAt, answeredAt: Date.now() });
    if (this.random.chance(REPLACED)) await this.#rule(ruled);
  }

  #confirm({ name, decisions }: Contest): Promise<Contest> {
    const request = ConfirmRulingRequest.fromPartial({
      ...{
        name,
        decision: decisions.at(-1)?.number ?? 0,
        reason: 'a test',
        answer: SecondAnswer.SECOND_ANSWER_CONFIRMED,
      },
    });
    return this.#untilAnswered('second-reviewer', (one) => call(one, 'confirmRuling', request, DEADLINE));
  }

  /** A request has an id, or changes nothing the second time, so an interrupted call is repeated, at the next process. */
  async #untilAnswered<T>(person: string, ask: (contests: ContestServiceClient) => Promise<T>): Promise<T> {
    for (const giveUpAt = Date.now() + GIVE_UP_MS; ; await pause(200)) {
      try {
        return await ask(this.#client(ContestServiceClient, this.#address('scoring'), person));
      } catch (error) {
        const { reason = '' } = refusalOf(error) ?? {};
        if ((reason !== '' && !PASSING.has(reason)) || Date.now() > giveUpAt) throw error;
      }
    }
  }

  /** Of either process. */
  #address(name: 'scoring' | 'delivery' | 'ordering'): string {
    return this.random.oneOf(this.world.replicas)[name];
  }

  #client<C extends FactsServiceClient | ContestServiceClient>(
    Constructor: Parameters<typeof client<C>>[0],
    address: string,
    person: string,
  ): C {
    const key = `${address} ${person}`;
    const found = this.#clients.get(key) ?? client(Constructor, address, person);
    this.#clients.set(key, found);
    return found as C;
  }
}

/** Refusals after which the same call may be made again. */
const PASSING: ReadonlySet<string> = new Set([
  'STORE_UNAVAILABLE',
  'AUDIT_UNAVAILABLE',
  'SHUTTING_DOWN',
  'ISSUER_UNAVAILABLE',
]);
