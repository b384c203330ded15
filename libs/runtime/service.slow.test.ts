import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ConfigError } from './config.js';
import type { Log } from './log.js';
import { type Lifecycle, type RunServiceOptions, runService } from './service.js';

/** A process without a process: a test sends the signals and sees the exit code. */
function hosted(start: RunServiceOptions['start'], stopWithinMs = 1_000, isTask = false) {
  const listeners = new Map<string, (what: unknown) => void>();
  const logged: [string, object][] = [];
  const note = (facts: object, message: string) => void logged.push([message, facts]);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const exited = new Promise<number>((exit) => {
    const host = { on: (event: string, listener: (what: unknown) => void) => listeners.set(event, listener), exit };
    void runService({ name: 'delivery', start, isTask, stopWithinMs, log, host });
  });
  return { exited, logged, send: (event: string, what: unknown = event) => listeners.get(event)?.(what) };
}

/** Resources that write down when they start and stop. */
function three(happened: string[]) {
  return async (lifecycle: Lifecycle) => {
    for (const name of ['database', 'grpc', 'loop']) {
      await lifecycle.add(
        name,
        () => happened.push(`+${name}`),
        () => happened.push(`-${name}`),
      );
    }
  };
}

describe('a process', () => {
  it.each(['SIGTERM', 'SIGINT'])('starts in order and stops in reverse on %s', async (signal) => {
    const happened: string[] = [];
    const { exited, send, logged } = hosted(three(happened));
    await expect.poll(() => logged.map(([message]) => message)).toContain('serving');
    send(signal);
    expect(await exited).toBe(0);
    expect(happened).toEqual(['+database', '+grpc', '+loop', '-loop', '-grpc', '-database']);
  });

  it('that is a task stops in reverse and ends with 0 when it is done', async () => {
    const happened: string[] = [];
    const { exited, logged } = hosted(three(happened), 1_000, true);
    expect(await exited).toBe(0);
    expect(happened).toEqual(['+database', '+grpc', '+loop', '-loop', '-grpc', '-database']);
    expect(logged.map(([message]) => message)).toEqual(['stopped']);
  });

  it('that is asked to stop while it starts does not start the rest, and stops what it has', async () => {
    const happened: string[] = [];
    const process = hosted(async (lifecycle) => {
      await lifecycle.add(
        'database',
        () => happened.push('+database'),
        () => happened.push('-database'),
      );
      process.send('SIGTERM');
      await three(happened)(lifecycle);
    });
    expect(await process.exited).toBe(0);
    expect(happened).toEqual(['+database', '-database']);
  });

  it('that cannot start stops what it has started and ends with 1', async () => {
    const happened: string[] = [];
    const { exited, logged } = hosted(async (lifecycle) => {
      await three(happened)(lifecycle);
      throw new Error('port taken');
    });
    expect(await exited).toBe(1);
    expect(happened.slice(3)).toEqual(['-loop', '-grpc', '-database']);
    expect(logged.at(-1)).toEqual(['could not start', { error: new Error('port taken') }]);
  });

  it('with wrong configuration lists its mistakes and ends with 2', async () => {
    const { exited, logged } = hosted(async () => {
      throw new ConfigError(['CX_DATABASE_URL is not set.', 'CX_INSTALLATION is not set.']);
    });
    expect(await exited).toBe(2);
    expect(logged.at(-1)?.[1]).toEqual({ mistakes: ['CX_DATABASE_URL is not set.', 'CX_INSTALLATION is not set.'] });
  });

  it('in which one resource fails to stop still stops the others, and ends with 1', async () => {
    const happened: string[] = [];
    const { exited, send, logged } = hosted(async (lifecycle) => {
      await lifecycle.add(
        'database',
        () => 0,
        () => happened.push('-database'),
      );
      await lifecycle.add(
        'relay',
        () => 0,
        () => Promise.reject(new Error('broker gone')),
      );
    });
    await expect.poll(() => logged.length).toBe(1);
    send('SIGTERM');
    expect(await exited).toBe(1);
    expect(happened).toEqual(['-database']);
  });

  it('that does not stop in time names the resource that hangs, and ends with 1', async () => {
    const { exited, send, logged } = hosted(async (lifecycle) => {
      await lifecycle.add(
        'watchers',
        () => 0,
        () => new Promise(() => {}),
      );
    }, 20);
    await expect.poll(() => logged.length).toBe(1);
    send('SIGTERM');
    expect(await exited).toBe(1);
    expect(logged.at(-1)).toEqual(['did not stop in time', { resource: 'watchers', withinMs: 20 }]);
  });

  it('ends at once on a second signal, and on an unhandled error', async () => {
    for (const last of ['SIGTERM', 'unhandledRejection', 'uncaughtException']) {
      const { exited, send, logged } = hosted(async (lifecycle) => {
        await lifecycle.add(
          'watchers',
          () => 0,
          () => new Promise(() => {}),
        );
      }, 60_000);
      await expect.poll(() => logged.length).toBe(1);
      send('SIGTERM');
      send(last);
      expect(await exited).toBe(1);
    }
  });
});

describe('a real process', () => {
  const program = `
    import { runService } from '#libs/runtime/service.js';
    await runService({ name: 'x', start: async (lifecycle) => {
      await lifecycle.add('timer', () => setInterval(() => {}, 1000), (timer) => clearInterval(timer));
      if (process.argv.includes('bug')) Promise.reject(new TypeError('nothing waits', { cause: new Error('the root') }));
    } });`;
  const run = (...args: string[]) =>
    spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program, '--', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  it('writes JSON and ends with 0 on SIGTERM', async () => {
    const child = run();
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += String(chunk);
      if (out.includes('"serving"')) child.kill('SIGTERM');
    });
    expect(await once(child, 'close')).toEqual([0, null]);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ msg }) => msg)).toEqual(['serving', 'stopping', 'stopped']);
    expect(lines[0]).toMatchObject({ level: 'info', service: 'x', time: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  it('ends with 1 on an unhandled rejection, and logs the cause', async () => {
    const child = run('bug');
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += String(chunk);
    });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(out).toContain('nothing waits');
    expect(out).toContain('the root');
  });
});
