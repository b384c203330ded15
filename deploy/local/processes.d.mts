/** A running process, told apart from a later one with the same process id. */
export interface ProcessId {
  readonly pid: number;
  /** When it started: a word that no other process with this id has. */
  readonly identity: string;
}

/** A process that a launcher started. */
export interface StartedProcess extends ProcessId {
  /** "PostgreSQL", "delivery" */
  readonly name: string;
  /** A database is ended last, and by SIGINT, which closes its connections; everything else by SIGTERM. */
  readonly kind: 'database' | 'program';
}

/** The identity of the process with that id; undefined when none runs. A process that has ended but was not reaped does not run. */
export function identityOf(pid: number): string | undefined;

/** Whether that very process still runs. */
export function isRunning(process: ProcessId): boolean;

/**
 * Ends processes in good order: programs first, then databases. A program that does not stop within 3 s,
 * or a database within 10 s, is killed.
 *
 * @returns those that still run, because they belong to another user
 */
export function endAll<P extends StartedProcess>(processes: readonly P[]): Promise<P[]>;

/** Ends processes at once: databases by SIGQUIT, which makes them drop everything, and programs by SIGKILL. Does not wait. */
export function killAll(processes: readonly StartedProcess[]): void;
