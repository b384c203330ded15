import type { Source } from '#libs/domain/observation.js';
import { TransportError } from '#libs/kafka/transport-error.js';
import type { CompiledMap } from '#libs/maps/compile-map.js';
import type { FactContracts } from '#libs/maps/contract/fact-contract.js';
import type { CompiledTable } from '#libs/maps/rows/table.js';
import { readAddresses } from '../addresses.js';
import { type Call, type Command, type ExitCode, numberOption, option, UsageError } from '../command.js';
import { connectionOf } from '../feed/connection.js';
import type { FeedCounts } from '../feed/feed-watch.js';
import { metricsPlace } from '../feed/metrics-place.js';
import { ID_SOURCES, type IdSource } from '../feed/read-record.js';
import { type RunOptions, runKafkaFeed } from '../feed/run-kafka-feed.js';
import { grouped } from '../format.js';
import { feedNames } from '../import/callers.js';
import { departmentsIn, MapError, openMap } from '../import/mapped/open-map.js';
import { originOf, zoneOf } from '../import/options.js';
import { contractsFor } from '../import/own-contracts.js';

const OPTIONS = {
  topic: { type: 'string', description: 'the topic of the company that is read; its values are JSON objects' },
  map: { type: 'string', description: 'the map: a YAML file, or the name of a shipped one' },
  table: { type: 'string', description: 'which table of the map the records are, when several make facts' },
  group: {
    type: 'string',
    description: 'the consumer group; processes of one group share the partitions, and go on where the group stopped',
  },
  brokers: {
    type: 'string',
    description:
      'HOST:PORT,HOST:PORT. Default: KAFKA_BROKERS. TLS and login: KAFKA_TLS, KAFKA_SASL_MECHANISM and the others of docs/settings.md',
  },
  ids: {
    type: 'string',
    description:
      'where fact ids come from: map (its fact_id), key (of the record) or offset (topic, partition and offset). Default: map',
  },
  'dead-letters': {
    type: 'string',
    description:
      'the topic for refused records; it is created if it is missing. Default: that of the group, TOPIC.GROUP.dead',
  },
  zone: {
    type: 'string',
    description: 'time zone of the customers, and of timestamps without an offset: Europe/Berlin',
  },
  origin: {
    type: 'string',
    description: 'where the facts come from: reported, imported or generated. Default: reported',
  },
  caller: {
    type: 'string',
    description:
      'the name that departments know the reporting feed by. Default: the one feed that feeds.yaml lets report to the department',
  },
  'until-end': { type: 'boolean', description: 'end when the records that are there at the start have been taken' },
  'metrics-port': { type: 'string', description: 'answer /metrics, /livez and /readyz at this port. Default: nowhere' },
  'metrics-host': {
    type: 'string',
    description: 'the address of that port. Default: 127.0.0.1; another one with TLS only',
  },
} as const;

/** `cx feed kafka`: facts from a company's own topic, by the maps of `cx import csv`. */
export const feedKafka: Command = {
  parameters: '',
  description:
    'Makes facts of the JSON records of a Kafka topic by a map, at least once (docs/import.md). Runs until it is stopped, and may be stopped or killed at any time.',
  example: 'cx feed kafka --topic shop.orders --map my-shop.yaml --group cx --brokers 127.0.0.1:9092',
  options: OPTIONS,
  run: async (call) => {
    const stop = new AbortController();
    const onStop = () => {
      // A second Ctrl-C ends the process at once, and loses nothing: the records come again.
      call.remark('Stopping: waiting for the answers to what was sent.');
      stop.abort();
    };
    const signals = ['SIGINT', 'SIGTERM'] as const;
    for (const signal of signals) process.once(signal, onStop);
    try {
      const options = { ...(await optionsOf(call, stop.signal)), say: call.remark, stop: stop.signal };
      const counts = await runKafkaFeed(options);
      return summed(call, counts, options);
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') return 1; // stopped before it began
      if (!(error instanceof MapError || error instanceof TransportError)) throw error;
      call.remark(error.message);
      return 1;
    } finally {
      for (const signal of signals) process.off(signal, onStop);
    }
  },
};

async function optionsOf(call: Call, stop: AbortSignal): Promise<Omit<RunOptions, 'say' | 'stop'>> {
  const named = (name: 'topic' | 'map' | 'group', example: string) => {
    const value = option(call, name);
    if (value === '') throw new UsageError(`Name the ${name}: --${name} ${example}`);
    return value;
  };
  const topic = named('topic', 'shop.orders');
  const mapName = named('map', 'my-shop.yaml');
  const group = named('group', 'cx');
  const ids = option(call, 'ids', 'map') as IdSource;
  if (!ID_SOURCES.includes(ids)) throw new UsageError(`--ids takes ${ID_SOURCES.join(', ')}`);
  const deadLetters = option(call, 'dead-letters', `${topic}.${group}.dead`);
  if (deadLetters === topic) throw new UsageError('The topic for dead letters must be another one than the topic.');
  const connection = connectionOf(option(call, 'brokers'), process.env);
  const port = option(call, 'metrics-port') === '' ? undefined : numberOption(call, 'metrics-port', 0);
  const host = option(call, 'metrics-host', '127.0.0.1') || '127.0.0.1';
  const whenAway = { say: call.remark, stop };
  const contracts = await contractsFor(departmentsIn(mapName), '', whenAway);
  const { map } = openMap(mapName, zoneOf(call), ids === 'map' ? contracts : withoutIds(contracts));
  return {
    ...{ topic, group, ids, deadLetters, connection },
    table: tableOf(map, option(call, 'table')),
    origin: originOf(call, 'reported'),
    callers: await feedNames(map.departments as readonly Source[], option(call, 'caller'), whenAway),
    addresses: readAddresses(process.env),
    untilEnd: call.options['until-end'] === true,
    metricsAt: port === undefined ? undefined : metricsPlace({ host, port }, process.env, call.remark),
  };
}

/** A map need not say the ids of facts when the key or the offset gives them. */
function withoutIds(contracts: FactContracts): FactContracts {
  const entries = Object.entries(contracts).map(([name, { common, ...rest }]) => {
    const { fact_id: id, ...others } = common;
    return [name, { ...rest, common: { ...(id && { fact_id: { ...id, required: false } }), ...others } }] as const;
  });
  return Object.fromEntries(entries);
}

/** The table whose rows the records are. A record stands for itself: no rows of files or of records before it belong to it. */
function tableOf(map: CompiledMap, name: string): CompiledTable {
  const making = [...map.tables.values()].filter((table) => table.makesFacts);
  const [first, another] = name === '' ? making : making.filter((table) => table.name === name);
  const names = making.map((table) => table.name).join(', ');
  if (first === undefined) throw new UsageError(`The map has no table ${name} that makes facts; it has ${names}.`);
  if (another !== undefined) throw new UsageError(`Say which table the records are: --table ${names}`);
  if (first.joins.length > 0)
    throw new UsageError(`The map joins ${first.joins[0]?.table}, a file; records of a topic are joined with nothing.`);
  if (first.sameCell !== undefined)
    throw new UsageError(
      'The map puts rows together that follow each other (same); each record of a topic is by itself.',
    );
  return first;
}

function summed(call: Call, counts: FeedCounts, { deadLetters, untilEnd, stop }: RunOptions): ExitCode {
  const { records, facts, recorded, known, refusedFacts, deadLetters: letters } = counts;
  if (call.json) call.print(JSON.stringify({ ...counts, deadLetterTopic: deadLetters }));
  else {
    call.print(
      `${grouped(records)} records: ${grouped(letters)} dead letters${letters === 0 ? '' : ` in ${deadLetters}`}`,
    );
    call.print(
      `${grouped(facts)} facts: ${grouped(recorded)} new, ${grouped(known)} already known, ${grouped(refusedFacts)} refused`,
    );
  }
  if (untilEnd && stop.aborted) return 1;
  return letters === 0 ? 0 : 3;
}
