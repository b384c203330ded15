import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/database.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { judgeCases } from '../judging/record-facts.js';
import { stateOutlook } from '../judging/state-outlook.js';
import { sweep } from '../judging/sweep.js';
import type { DepartmentContext } from './context.js';

const SWEEP_MS = 1_000;
/** While no fact comes and nothing becomes due, it looks less often. So a case is judged at the latest this long after it became due. */
const IDLE_MS = 4_000;
/** How often it looks for open questions that a process of an older version wrote. */
const OUTLOOK_MS = 10_000;

/** Judges again and again what has become due because time passed or a feed caught up. */
export async function sweepOn(lifecycle: Lifecycle, context: DepartmentContext): Promise<void> {
  const { database, department, clock } = context;
  const judge = async (tx: Transaction, refs: readonly Buffer[], now: Instant) => {
    const touched = refs.map((ref) => ({ ref, cause: 'sweep', added: [] }));
    await judgeCases(tx, department, touched, now);
    context.stirSealing();
  };
  const transaction = <T>(work: (tx: Transaction) => Promise<T>) => database.transaction(work);
  const look = async (signal: AbortSignal) =>
    (await sweep({ ...department, transaction, judge, isStopping: () => signal.aborted }, clock.now())) > 0;
  const onError = (error: unknown) => lifecycle.log.error({ error }, 'the sweep failed; it is retried');
  const loop = await lifecycle.add(
    'sweep',
    () => every(SWEEP_MS, look, { onError, idleMs: IDLE_MS }),
    (it) => it.stop(),
  );
  context.wakeSweep = () => loop.wake();
  context.stirSweep = () => loop.stir();

  const state = (signal: AbortSignal) =>
    stateOutlook({ transaction, judge, isStopping: () => signal.aborted }, clock.now());
  const onFailure = (error: unknown) =>
    lifecycle.log.error({ error }, 'judging what an older version left open failed; it is retried');
  await lifecycle.add(
    'outlook of open questions',
    () => every(OUTLOOK_MS, state, { onError: onFailure }),
    (it) => it.stop(),
  );
}
