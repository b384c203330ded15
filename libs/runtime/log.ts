import { pino } from 'pino';

/** The log of a process: one JSON object a line. Frequent events are counted as metrics and not logged one by one. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** A log on stdout. It is written synchronously, so the last lines before a crash are kept. Errors belong under `error`. */
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
