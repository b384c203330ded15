import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import type { Servers } from './world.js';

/** The cost of a piece of work. */
export interface Cost {
  readonly seconds: number;
  /** CPU seconds by process; undefined on a system without /proc. */
  readonly cpu: { readonly own: number; readonly postgres: number | undefined; readonly kafka: number | undefined };
  readonly walBytes: number;
}

/** Measures between `start` and `stop`. */
export class Meter {
  private constructor(
    private readonly servers: Servers,
    private readonly before: Reading,
  ) {}

  static async start(servers: Servers, ownPid = process.pid): Promise<Meter> {
    return new Meter(servers, await read(servers, ownPid));
  }

  /** @param at  when the work ended, if before now: performance.now() */
  async stop(at = performance.now()): Promise<Cost> {
    const { before } = this;
    const after = await read(this.servers, before.ownPid);
    return {
      seconds: (at - before.at) / 1000,
      cpu: {
        own: (after.own ?? 0) - (before.own ?? 0),
        postgres: difference(after.postgres, before.postgres),
        kafka: difference(after.kafka, before.kafka),
      },
      walBytes: Number(after.wal - before.wal),
    };
  }
}

interface Reading {
  readonly ownPid: number;
  readonly at: number;
  readonly own: number | undefined;
  readonly postgres: number | undefined;
  readonly kafka: number | undefined;
  readonly wal: bigint;
}

async function read(servers: Servers, ownPid: number): Promise<Reading> {
  return {
    ownPid,
    wal: await walPosition(servers.adminUrl),
    own: cpuOf(ownPid),
    postgres: cpuOf(servers.postgresPid),
    kafka: cpuOf(servers.kafkaPid),
    at: performance.now(),
  };
}

async function walPosition(adminUrl: string): Promise<bigint> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query<{ position: string }>(
    "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as position",
  );
  await client.end();
  return BigInt(rows[0]?.position ?? 0);
}

/** CPU seconds of a process, of its ended children and of its running ones; undefined when it has ended, or there is no /proc. */
export function cpuOf(pid: number): number | undefined {
  // Names only: an entry may be gone when its type is looked up.
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? statOf(Number(name)) : []));
  const own = all.find((one) => one.pid === pid);
  if (own === undefined) return undefined;
  const children = all.filter(({ parent }) => parent === pid);
  return [own, ...children].reduce((sum, { ticks }) => sum + ticks, own.childTicks) / TICKS_PER_SECOND;
}

const TICKS_PER_SECOND = 100;

function statOf(pid: number): { pid: number; parent: number; ticks: number; childTicks: number }[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const at = (place: number) => fields[place] ?? 0;
    return [{ pid, parent: at(1), ticks: at(11) + at(12), childTicks: at(13) + at(14) }];
  } catch {
    return []; // the process ended meanwhile
  }
}

function difference(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before;
}
