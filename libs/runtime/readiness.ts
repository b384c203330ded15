/** Whether a process may be sent work, and if not, why. */
export interface Readiness {
  readonly ok: boolean;
  readonly reasons: readonly string[];
}

/** Ready is who has its database and was not asked to stop; load balancers hear of both before a call fails. */
export async function readiness(stopping: AbortSignal, hasDatabase: () => Promise<boolean>): Promise<Readiness> {
  if (stopping.aborted) return { ok: false, reasons: ['it was asked to stop'] };
  return (await hasDatabase()) ? { ok: true, reasons: [] } : { ok: false, reasons: ['the database does not answer'] };
}
