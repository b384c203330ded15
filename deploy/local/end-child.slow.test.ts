import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { endChild } from './end-child.js';

describe('ending a child', () => {
  const started = async (program: string): Promise<ChildProcess> => {
    const child = spawn(process.execPath, ['--eval', `${program}; console.log('ready'); setInterval(() => {}, 1000)`]);
    await once(child.stdout, 'data');
    return child;
  };

  it('is done when the child has ended at the first signal', async () => {
    const child = await started('');
    await endChild(child, ['SIGTERM', 60_000]);
    expect(child.signalCode).toBe('SIGTERM');
  });

  it('sends the next signal to a child that outlives its grace', async () => {
    const child = await started("process.on('SIGTERM', () => {})");
    await endChild(child, ['SIGTERM', 100], ['SIGINT', 60_000]);
    expect(child.signalCode).toBe('SIGINT');
  });

  it('kills a child that heeds no signal', async () => {
    const child = await started("for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => {})");
    await endChild(child, ['SIGTERM', 50], ['SIGINT', 50]);
    expect(child.signalCode).toBe('SIGKILL');
  });

  it('is done at once when the child has ended before', async () => {
    const child = await started('');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await endChild(child, ['SIGTERM', 60_000]);
  });
});
