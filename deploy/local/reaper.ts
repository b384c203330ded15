import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { identityOf, killAll, type StartedProcess } from './processes.mjs';

/**
 * No process that we start outlives us. While we run, each is listed here. A small second process, the reaper, gets the list
 * and ends what is on it as soon as we are gone: by `process.exit`, by a signal, by `kill -9`.
 */
const running = new Map<number, StartedProcess>();
const listeners = new Set<(list: readonly StartedProcess[]) => void>();
let reaper: ChildProcess | undefined;

/** Lists a process that was just started. It leaves the list when it exits. */
export function endWithUs(child: ChildProcess, name: string, kind: StartedProcess['kind'] = 'program'): void {
  const { pid } = child;
  const identity = pid === undefined ? undefined : identityOf(pid);
  if (pid === undefined || identity === undefined) return; // it did not start, or has ended already
  running.set(pid, { pid, identity, name, kind });
  child.once('exit', () => {
    running.delete(pid);
    changed();
  });
  changed();
}

/** What we started and that has not ended. */
export function startedProcesses(): StartedProcess[] {
  return [...running.values()];
}

/** Calls back with the whole list, now and whenever it changes. */
export function onStarted(listener: (list: readonly StartedProcess[]) => void): void {
  listeners.add(listener);
  listener(startedProcesses());
}

/** Ends all of them at once, without waiting. */
export function killStarted(): void {
  killAll(startedProcesses());
}

process.once('exit', killStarted);

function changed(): void {
  const list = startedProcesses();
  for (const listener of listeners) listener(list);
  reaper ??= list.length > 0 ? startReaper() : undefined;
  reaper?.stdin?.write(`${JSON.stringify(list)}\n`);
}

function startReaper(): ChildProcess {
  const program = join(import.meta.dirname, 'reaper-program.mjs');
  // A session of its own: Ctrl-C and a closed terminal reach us and not the reaper.
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.stdin.on('error', () => undefined); // it was killed; the next one gets the list
  child.once('exit', () => {
    reaper = undefined;
    if (running.size > 0) changed();
  });
  // It does not keep us alive.
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return child;
}
