import { watched } from '#test/run/step.js';

/** Closes a month of so many observations, as HR does, on a real PostgreSQL: the contract test of its time, with more of them. */
export async function closeAMonth(observations: number): Promise<void> {
  const command = ['vitest', 'run', '--project', 'contract', 'test/contract/closing-time.test.ts'] as const;
  process.exitCode = await watched([...command], { name: '', env: { CX_OBSERVATIONS: String(observations) } });
}
