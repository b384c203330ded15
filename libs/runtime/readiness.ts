/** Whether a process may be sent work, and if not, why. */
export interface Readiness {
  readonly ok: boolean;
  readonly reasons: readonly string[];
}

/**
 * A process is ready when it can use its database and was not asked to stop. Load balancers learn both before a call fails.
 *
 * @param whyNot  the reason of the database, one sentence; undefined when it can be used
 */
export async function readiness(stopping: AbortSignal, whyNot: () => Promise<string | undefined>): Promise<Readiness> {
  if (stopping.aborted) return { ok: false, reasons: ['it was asked to stop'] };
  const reason = await whyNot();
  return reason === undefined ? { ok: true, reasons: [] } : { ok: false, reasons: [reason] };
}
