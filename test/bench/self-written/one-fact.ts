import { type DepartmentClient, departmentClient } from '#cli/department-client.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { groupBy } from '#libs/domain/group-by.js';
import { FEEDS } from '#test/real-orders/feeds.js';
import { connectionTo } from '#test/stack/connection-to.js';
import { cpuOf } from '../meter.js';
import { medianOf } from '../quantiles.js';

/** A service that takes facts of ordering, one in a call. */
export interface Side {
  readonly name: string;
  readonly address: string;
  readonly pid: number;
  /** Processes that are stopped while this side works. */
  readonly stopped: readonly number[];
}

/** What calls with one fact took. */
export interface OneFact {
  readonly name: string;
  readonly calls: number;
  readonly medianMs: number;
  readonly perSecond: number;
  /** Microseconds of CPU for each call, of the service and of PostgreSQL. */
  readonly cpuUs: readonly [service: number, postgres: number];
}

/** Orders in a turn. */
const TURN = 20;

/** A fact of ordering, ready to be sent. */
export interface OrderFact {
  readonly orderId: string;
}

/**
 * Sends the same facts to each side in turns, so that what else the machine does meets both alike. The first turn of each is a warm-up.
 *
 * @param facts   those of an order are sent one after the other, in this order
 * @param atOnce  calls under way at a time
 */
export async function measureOneFact(
  sides: readonly Side[],
  facts: readonly OrderFact[],
  atOnce: number,
  postgresPid: number,
): Promise<readonly OneFact[]> {
  const all = sides.map((side) => new Turns(side, postgresPid));
  const orders = [...groupBy(facts, ({ orderId }) => orderId).values()];
  for (let from = 0; from < orders.length; from += TURN)
    for (const one of all) await one.alone(orders.slice(from, from + TURN), atOnce, from === 0);
  return all.map((one) => one.end());
}

class Turns {
  readonly #client: DepartmentClient;
  readonly #tookMs: number[] = [];
  #seconds = 0;
  #cpu: readonly [number, number] = [0, 0];

  constructor(
    private readonly side: Side,
    private readonly postgresPid: number,
  ) {
    this.#client = departmentClient('ordering', side.address, connectionTo(side.address, FEEDS.ordering));
  }

  async alone(
    ...of: readonly [orders: readonly (readonly OrderFact[])[], atOnce: number, isWarmUp: boolean]
  ): Promise<void> {
    for (const pid of this.side.stopped) process.kill(pid, 'SIGSTOP');
    try {
      await this.#turn(...of);
    } finally {
      for (const pid of this.side.stopped) process.kill(pid, 'SIGCONT');
    }
  }

  async #turn(orders: readonly (readonly OrderFact[])[], atOnce: number, isWarmUp: boolean): Promise<void> {
    const [before, began, waiting] = [this.#read(), performance.now(), [...orders]];
    const took: number[] = [];
    const caller = async () => {
      for (let own = waiting.shift(); own !== undefined; own = waiting.shift())
        for (const fact of own) took.push(await this.#send(fact));
    };
    await Promise.all(Array.from({ length: atOnce }, caller));
    if (isWarmUp) return;
    const after = this.#read();
    this.#seconds += (performance.now() - began) / 1_000;
    this.#tookMs.push(...took);
    this.#cpu = [this.#cpu[0] + after[0] - before[0], this.#cpu[1] + after[1] - before[1]];
  }

  end(): OneFact {
    this.#client.close();
    const calls = this.#tookMs.length;
    const [service, postgres] = this.#cpu;
    const cpuUs = [(service * 1e6) / calls, (postgres * 1e6) / calls] as const;
    const { name } = this.side;
    return { name, calls, medianMs: medianOf(this.#tookMs), perSecond: calls / this.#seconds, cpuUs };
  }

  async #send(fact: OrderFact): Promise<number> {
    const began = performance.now();
    const portion = { facts: [fact], origin: Origin.ORIGIN_IMPORTED };
    const { outcomes } = await this.#client.record(portion, { deadlineMs: 60_000 });
    if (outcomes[0]?.result !== FactResult.FACT_RESULT_RECORDED)
      throw new Error(`${this.side.name} did not record a fact: ${outcomes[0]?.reason}`);
    return performance.now() - began;
  }

  #read(): readonly [number, number] {
    return [cpuOf(this.side.pid) ?? 0, cpuOf(this.postgresPid) ?? 0];
  }
}
