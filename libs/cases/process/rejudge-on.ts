import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/database.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { judgeCases } from '../judging/record-facts.js';
import { postgresRejudging, rejudge } from '../judging/rejudge.js';
import type { DepartmentContext } from './context.js';

const REJUDGE_MS = 1_000;
/** This process wakes it for the documents that it takes in. Only a pass that another process began and did not end waits so long. */
const IDLE_MS = 4_000;

/** Judges all cases again when the documents of the company have changed. Calls and the sweep go on meanwhile. */
export async function rejudgeOn(lifecycle: Lifecycle, context: DepartmentContext): Promise<void> {
  const { database, department, clock, metrics } = context;
  const transaction = <T>(work: (tx: Transaction) => Promise<T>) => database.transaction(work);
  const judge = async (tx: Transaction, refs: readonly Buffer[], now: Instant) => {
    const { position } = await department.rules(tx);
    const touched = refs.map((ref) => ({ ref, cause: `documents/${position}`, added: [] }));
    const judged = await judgeCases(tx, department, touched, now);
    context.stirSealing();
    return judged;
  };
  const passes = { store: postgresRejudging, transaction, judge };
  const pass = async (signal: AbortSignal) => {
    const judged = await rejudge({ ...passes, isStopping: () => signal.aborted }, clock.now());
    if (judged > 0) metrics.casesRejudgedTotal.inc({}, judged);
    return judged > 0;
  };
  const onError = (error: unknown) => lifecycle.log.error({ error }, 'judging by new documents failed; it is retried');
  const loop = await lifecycle.add(
    'rejudging',
    () => every(REJUDGE_MS, pass, { onError, idleMs: IDLE_MS }),
    (it) => it.stop(),
  );
  context.wakeRejudging = () => loop.wake();
}
