import { parseArgs } from 'node:util';

/** What `npm start -- ...` can be told. */
export interface StartOptions {
  /** Ends by itself after the report. */
  readonly once: boolean;
  /** Forgets what an earlier start left. */
  readonly fresh: boolean;
  /** Replays the real orders; off with --no-replay. */
  readonly replay: boolean;
  /** Where everything is kept. */
  readonly dataDir: string;
  readonly help: boolean;
}

export const START_HELP = `npm start                  PostgreSQL, Kafka, six services, Prometheus; replays 20,000 real orders; serves until Ctrl-C
npm start -- --once        the same, and ends after the report
npm start -- --fresh       forgets what an earlier start left, and begins anew
npm start -- --no-replay   starts without data (or with what is there)
npm start -- --data DIR    keeps everything in DIR instead of .cx

KAFKA_BROKERS=host:port    uses that Kafka instead of starting one; KAFKA_BROKERS=none runs without Kafka
CX_PORT_BASE=7100          the first of the ports that are used`;

/** @throws {Error} with one sentence when an option is not known */
export function readOptions(words: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      once: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      'no-replay': { type: 'boolean', default: false },
      data: { type: 'string', default: env['CX_DATA'] ?? '.cx' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    once: values.once,
    fresh: values.fresh,
    replay: !values['no-replay'],
    dataDir: values.data,
    help: values.help,
  };
}
