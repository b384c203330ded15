import { contract, type Guard, misfortune, unit } from './guard.js';

/** What keeps batches and errors from being lost on their way through Kafka. */
export const KAFKA_GUARDS: readonly Guard[] = [
  {
    guard: 'record batches that a broker compressed with Snappy, LZ4 or Zstandard are read',
    file: 'libs/kafka/kafkajs.ts',
    find: '  registerCodecs();\n',
    replace: '',
    test: contract('kafka-codecs.test.ts'),
  },
  {
    guard: 'a consumer that joins and cannot read does not count as working',
    file: 'libs/batches/transport/transport-faults.ts',
    find: 'if (now - state.quietSince < QUIET_MS) return;',
    replace: '',
    test: unit('libs/batches/transport/transport-faults.test.ts'),
  },
  {
    guard: 'a Kafka that answers what cannot be read is not called one that does not answer',
    file: 'libs/kafka/reason-of.ts',
    find: "named.find(({ reason }) => reason !== 'BROKER_UNREACHABLE') ?? named[0]",
    replace: 'named.at(-1)',
    test: unit('libs/kafka/reason-of.test.ts'),
  },
  {
    guard: 'cx doctor names what keeps a process from using Kafka, and ends with 3',
    file: 'cli/commands/doctor.ts',
    find: ' ...faultFindings(reports),',
    replace: '',
    test: misfortune('kafka-compression.test.ts'),
  },
  {
    guard: 'a listener of Kafka that expects TLS is not called a broker that is down',
    file: 'libs/kafka/probe-listener.ts',
    find: "if (versions[0] === TLS_ALERT) return 'TLS_REQUIRED';",
    replace: "if (versions[0] === TLS_ALERT) return 'silent';",
    test: contract('kafka-security.test.ts'),
  },
  {
    guard: 'a listener of Kafka that expects a login is not called a broker that is down',
    file: 'libs/kafka/probe-listener.ts',
    find: "return metadata === undefined ? 'LOGIN_REQUIRED' : 'kafka';",
    replace: "return metadata === undefined ? 'silent' : 'kafka';",
    test: contract('kafka-security.test.ts'),
  },
  {
    guard: 'the error that ended a consumer is reported',
    file: 'libs/kafka/consumers.ts',
    find: 'consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));',
    replace: "consumer.on(consumer.events.STOP, () => reject(new Error('the consumer stopped')));",
    test: contract('kafka-faults.test.ts'),
  },
  {
    guard: 'a request to Kafka that a topic refuses as too large is sent in halves',
    file: 'libs/kafka/kafkajs-client.ts',
    find: 'if (!isTooLarge || records.length === 1) throw',
    replace: 'throw',
    test: contract('kafka-faults.test.ts'),
  },
  {
    guard: 'a broker without a certificate of a known authority for its name is refused',
    file: 'libs/kafka/security.ts',
    find: 'rejectUnauthorized: true,',
    replace: 'rejectUnauthorized: false,',
    test: contract('kafka-security.test.ts'),
  },
  {
    guard: 'a login to Kafka that is refused is not called a broker that is down',
    file: 'libs/kafka/reason-of.ts',
    find: "KafkaJSSASLAuthenticationError: 'LOGIN_REFUSED'",
    replace: "KafkaJSSASLAuthenticationError: 'BROKER_UNREACHABLE'",
    test: unit('libs/kafka/reason-of.test.ts'),
  },
  {
    guard: 'a setting of TLS without KAFKA_TLS=yes ends the start',
    file: 'libs/runtime/kafka-settings.ts',
    find: "if (config.KAFKA_TLS === 'no') return",
    replace: "if (config.KAFKA_TLS === 'yes') return",
    test: unit('libs/runtime/kafka-settings.test.ts'),
  },
  {
    guard: 'cx doctor names the cases that a metric lacks until the first index',
    file: 'cli/commands/doctor-first-index.ts',
    find: '.filter((metric) => casesOf(metric) < minimumCases)',
    replace: '.filter((metric) => casesOf(metric) > minimumCases)',
    test: unit('cli/commands/doctor-first-index.test.ts'),
  },
];
