/**
 * How processes are recognised and ended. JavaScript, because the reaper runs it without a loader for TypeScript; the types
 * stand in processes.d.mts.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 20;

/** How long a program may take to stop after SIGTERM, a database after SIGINT (it writes a checkpoint), and both afterwards. */
const PROGRAM_MS = 3_000;
const DATABASE_MS = 10_000;
const AFTERWARDS_MS = 2_000;

export function identityOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program comes second, in parentheses, and may contain blanks and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch (error) {
    return error.code === 'ENOENT' && process.platform !== 'linux' ? fromPs(pid) : undefined;
  }
}

export function isRunning({ pid, identity }) {
  return identityOf(pid) === identity;
}

export async function endAll(processes) {
  const databases = processes.filter(({ kind }) => kind === 'database');
  const others = processes.filter(({ kind }) => kind !== 'database');
  const still = await ended(others, ['SIGTERM', 'SIGKILL'], PROGRAM_MS);
  return [...still, ...(await ended(databases, ['SIGINT', 'SIGQUIT', 'SIGKILL'], DATABASE_MS))];
}

export function killAll(processes) {
  for (const one of processes) signal(one, one.kind === 'database' ? 'SIGQUIT' : 'SIGKILL');
}

/** Sends one signal after another to those that are still running. Returns those that outlived all. */
async function ended(processes, signals, graceMs) {
  let still = processes;
  for (const [place, name] of signals.entries()) {
    for (const one of still) signal(one, name);
    still = await remaining(still, place === 0 ? graceMs : AFTERWARDS_MS);
    if (still.length === 0) return [];
  }
  return still;
}

async function remaining(processes, withinMs) {
  const until = Date.now() + withinMs;
  let still = processes.filter(isRunning);
  while (still.length > 0 && Date.now() < until) {
    await pause(POLL_MS);
    still = still.filter(isRunning);
  }
  return still;
}

function signal(one, name) {
  try {
    if (isRunning(one)) process.kill(one.pid, name);
  } catch {
    // It has just ended, or it belongs to another user: then it is reported as still running.
  }
}

/** Where there is no /proc: the time of the start to the second, which a reused process id does not share. */
function fromPs(pid) {
  try {
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LC_ALL: 'C' } };
    const [state = '', ...started] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], options)
      .trim()
      .split(/\s+/);
    return state === '' || state.startsWith('Z') ? undefined : started.join(' ');
  } catch {
    return undefined; // ps exits with 1 when there is no such process
  }
}
