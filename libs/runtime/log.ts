import { pino } from 'pino';
import { loggedError } from './logged-error.js';
import { redacted } from './redact.js';

/** The log of a process: one JSON object a line. Frequent events are counted as metrics and not logged one by one. */
export interface Log {
  /** The least important lines that are written: debug, info, warn or error. The settings of the process change it. */
  level?: string;
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** The secrets of this process, which no line of its log may hold. */
const SECRETS = new Set<string>();

/** Hides a password or a key of this process in every line that it logs from now on. One of less than 8 characters is not hidden. */
export function hideInLog(secret: string): void {
  SECRETS.add(secret);
}

/**
 * A log on stdout. It is written synchronously, so the last lines before a crash are kept. A process goes on when stdout takes no lines,
 * as on a full disk. Errors belong under `error`. Secrets and e-mail addresses are hidden.
 *
 * @param write  takes the lines instead of stdout; for tests
 */
export function createLog(name: string, level = 'info', write?: (line: string) => void): Log {
  return pino(
    {
      level,
      base: { service: name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: (thrown: unknown) => loggedError(thrown) },
      hooks: { streamWrite: (line) => redacted(line, SECRETS) },
    },
    write === undefined ? stdout() : { write },
  );
}

/** Lines that stdout did not take and that are kept for later. When there are more, these are lost. */
const KEPT_LINES = 1_000;

/** Without a listener for its errors, the process would end, and could not write its last words either. */
function stdout(): { write(line: string): void } {
  let untaken = 0;
  const opened = () =>
    pino
      .destination({ dest: 1, sync: true })
      .on('error', () => (untaken += 1))
      .on('write', () => (untaken = 0));
  let stream = opened();
  return {
    write(line) {
      if (untaken > KEPT_LINES) [stream, untaken] = [opened(), 0];
      stream.write(line);
    },
  };
}
