import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readPortBase } from '#cli/addresses.js';
import { LIVE_ARGS, LIVE_HELP, type LiveOptions, readLiveOptions } from './live-options.js';
import { LIVE_FOLDER, type StartedAs } from './printed-commands.js';

/** What `npm start -- ...` was asked for. */
export interface StartOptions extends StartedAs {
  /** Stops by itself after the report. */
  readonly once: boolean;
  /** Deletes what an earlier start left. */
  readonly fresh: boolean;
  /** The folder of a company's documents, which are published instead of those of the real orders. */
  readonly company: string | undefined;
  /** Replays the real orders; off with --no-replay, --company and --live. */
  readonly replay: boolean;
  /** Closes July 2018 of the real orders as a worked example; off with --no-close. */
  readonly close: boolean;
  /** Plays the simulated retailer. */
  readonly live?: LiveOptions | undefined;
  readonly help: boolean;
}

export const START_HELP = `npm start                  starts PostgreSQL, Kafka, seven services and Prometheus, replays 20,000 real orders, serves until Ctrl-C
npm start -- --once        the same, but stops after the report
npm start -- --fresh       deletes what an earlier start left, and begins anew
npm start -- --no-replay   starts without the real orders, or with what is there
npm start -- --no-close    closes no month of the real orders as a worked example
npm start -- --company DIR publishes the rules of the company whose documents are in DIR (npx cx init DIR) and starts without the
                           real orders; keeps everything in DIR/.cx
${LIVE_HELP}
npm start -- --data DIR    keeps everything in DIR; default: CX_DATA, or .cx. One installation runs from a folder at a time

CX_DATA=DIR                the data folder, for npm start and for npx cx
CX_PORT_BASE=7100          the first of the ports, for npm start and for npx cx: gRPC from there, HTTP from 100 above, Prometheus
                           200 above
CX_HOST=127.0.0.1          the address that the services listen on
KAFKA_BROKERS=HOST:PORT    uses that Kafka instead of starting one; KAFKA_BROKERS=none runs without Kafka;
                           KAFKA_TLS, KAFKA_SASL_MECHANISM and so on as in docs/settings.md
CX_CACHE=DIR               keeps the downloads, such as the jars of Kafka; default: .cache/cx-index in the home folder`;

const DEFAULT_FOLDER = '.cx';
/** The documents of the retailer that the simulator plays. */
const LIVE_COMPANY = join(import.meta.dirname, '../../data/kontor/company');

/** @throws {Error} with one sentence when an option or a setting is not understood */
export function readOptions(words: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      once: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      'no-replay': { type: 'boolean', default: false },
      'no-close': { type: 'boolean', default: false },
      company: { type: 'string' },
      data: { type: 'string' },
      ...LIVE_ARGS,
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.company === '') throw new Error('The folder of the documents has no name. Form: --company DIR');
  // npm changes to the top of the checkout; a folder is meant from where npm was called.
  const fromHere = (folder: string) => resolve(env['INIT_CWD'] ?? '.', folder);
  const live = readLiveOptions(values);
  if (live !== undefined && values.company !== undefined)
    throw new Error('--live plays a company of its own. Leave --company away.');
  const named = values.company === undefined ? undefined : fromHere(values.company);
  const company = live === undefined ? named : LIVE_COMPANY;
  const folder = values.data ?? env['CX_DATA'];
  if (folder === '')
    throw new Error(`The data folder has no name. Form: ${values.data === '' ? '--data ' : 'CX_DATA='}DIR`);
  const dataDir = folder === undefined ? usualFolder(company, live) : fromHere(folder);
  const replay = !values['no-replay'] && company === undefined;
  return {
    once: values.once,
    fresh: values.fresh,
    company,
    live,
    replay,
    close: replay && !values['no-close'],
    dataDir,
    isDefaultFolder: resolve(dataDir) === resolve(DEFAULT_FOLDER),
    portBase: readPortBase(env['CX_PORT_BASE']),
    help: values.help,
  };
}

function usualFolder(company: string | undefined, live: LiveOptions | undefined): string {
  if (live !== undefined) return LIVE_FOLDER;
  return company === undefined ? DEFAULT_FOLDER : join(company, DEFAULT_FOLDER);
}
