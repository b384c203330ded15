import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Bounds } from '#libs/grpc/bounds/bounds.js';
import { startThread } from '#libs/runtime/thread.js';

/** What the attacked process says of itself since it was asked to forget. */
export interface Look {
  /** How many calls and connections each bound refused. */
  readonly refusals: Readonly<Record<string, number>>;
  /** How often it checked whether it is ready. */
  readonly checks: number;
  /** The most memory it had, and what it holds now. */
  readonly mostMib: number;
  readonly memoryMib: number;
  readonly bugs: number;
}

export interface Attacked {
  readonly port: number;
  readonly httpPort: number;
  look(): Promise<Look>;
  /** Begins to count and to measure anew. */
  forget(): Promise<Look>;
  stop(): void;
}

export async function startAttacked(bounds: Partial<Bounds> = {}): Promise<Attacked> {
  const child = fork(join(import.meta.dirname, 'server-process.ts'), [JSON.stringify(bounds)], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
  });
  const [ports] = (await once(child, 'message')) as [{ port: number; httpPort: number }];
  return { ...ports, look: () => ask(child, 'look'), forget: () => ask(child, 'forget'), stop: () => child.kill() };
}

async function ask(child: ChildProcess, question: 'look' | 'forget'): Promise<Look> {
  child.send(question);
  const [answer] = (await once(child, 'message')) as [Look];
  return answer;
}

export interface Latency {
  /** Milliseconds of each call. */
  readonly took: readonly number[];
  readonly failed: number;
}

/** The calls of a quiet caller, one every twenty milliseconds, from a thread of its own so that the attacker does not delay it. */
export async function quietCaller(port: number, ms: number): Promise<Latency> {
  const thread = startThread(new URL('./quiet-caller.js', import.meta.url), { port, ms });
  const [latency] = (await once(thread, 'message')) as [Latency];
  await thread.terminate();
  return latency;
}
