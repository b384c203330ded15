import { pino } from 'pino';

/** Where a process writes what happened: one JSON object a line. Never one line an event: those are counted. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** A log on stdout, written at once, so that the last words before a crash are there. Errors belong under `error`. */
export function createLog(name: string, level = 'info'): Log {
  return pino(
    {
      level,
      base: { service: name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.errWithCause },
    },
    pino.destination({ dest: 1, sync: true }),
  );
}
