import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The programs of others whose logs lie beside those of the services. */
const NAMES: Readonly<Record<string, string>> = { postgres: 'PostgreSQL', kafka: 'Kafka', prometheus: 'Prometheus' };

const FATAL = /\b(FATAL|PANIC)\b|No space left on device/;
/** What a client is told while a server starts or stops; never the reason of a failure. */
const HARMLESS = /the database system is|terminating connection|connection to client lost/;

/** The last line of a log that says why its program ended, or could not go on. */
export function lastFatal(log: string): string | undefined {
  return log
    .split('\n')
    .findLast((line) => FATAL.test(line) && !HARMLESS.test(line))
    ?.trim();
}

/** Remembers how long each log is, so that only what is written from here on is read. */
export function watchLogs(logDir: string): () => string[] {
  const before = new Map(logsIn(logDir).map((file) => [file, statSync(join(logDir, file)).size]));
  return () =>
    logsIn(logDir).flatMap((file) => {
      const text = readFileSync(join(logDir, file))
        .subarray(before.get(file) ?? 0)
        .toString();
      const line = lastFatal(text);
      return line === undefined ? [] : [`${NAMES[file.slice(0, -4)]}: ${line} (${join(logDir, file)})`];
    });
}

/** The error with the fatal lines that its message does not hold yet: a client learns only that nothing answers any more. */
export function explained(error: unknown, fatalLines: readonly string[]): Error {
  return new Error(withFatalLines(error instanceof Error ? error.message : String(error), fatalLines), {
    cause: error,
  });
}

function withFatalLines(message: string, fatalLines: readonly string[]): string {
  const lineOf = (named: string) => named.slice(named.indexOf(': ') + 2, named.lastIndexOf(' ('));
  const more = fatalLines.filter((named) => !message.includes(lineOf(named)));
  return [message, ...more].join(' ');
}

function logsIn(logDir: string): string[] {
  if (!existsSync(logDir)) return [];
  return readdirSync(logDir).filter((file) => file.endsWith('.log') && NAMES[file.slice(0, -4)] !== undefined);
}
