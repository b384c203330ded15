import type { ChildProcess } from 'node:child_process';

/** A signal, and how long the process may take to end before it gets the next one. */
export type Signalled = readonly [signal: NodeJS.Signals, graceMs: number];

/** Asks a process to end, more firmly each time, and waits until it has ended. The last signal is always SIGKILL. */
export async function endChild(child: ChildProcess, ...asked: readonly Signalled[]): Promise<void> {
  if (child.pid === undefined) return; // it did not start
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (const [signal, graceMs] of asked) {
    child.kill(signal);
    if (await isOverWithin(ended, graceMs)) return;
  }
  child.kill('SIGKILL');
  await ended;
}

async function isOverWithin(ended: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const isOver = await Promise.race([ended.then(() => true), late]);
  clearTimeout(timer);
  return isOver;
}
