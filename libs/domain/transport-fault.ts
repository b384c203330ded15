/** What a reason means, and what the operator does about it; both are sentences. */
interface TransportReasonSpec {
  readonly says: string;
  readonly cure: string;
}

const spec = (says: string, cure: string): TransportReasonSpec => ({ says, cure });

/**
 * Everything that keeps a process from reading or writing Kafka. The one closed list: docs/transport.md is printed from it. No
 * reason loses anything: sources keep their batches, and readers fetch them from the source.
 */
export const TRANSPORT_REASONS = {
  BROKER_UNREACHABLE: spec(
    'No broker answers at the addresses of KAFKA_BROKERS.',
    'Start the brokers, or correct KAFKA_BROKERS.',
  ),
  BROKERS_PARTLY_UNREACHABLE: spec(
    'A broker answers at KAFKA_BROKERS, but the connection to another broker of the cluster fails.',
    'Start that broker, or correct its advertised.listeners so that this process can reach the address.',
  ),
  TLS_REQUIRED: spec(
    'The listener of the broker expects TLS, and this process does not use TLS.',
    'Set KAFKA_TLS=yes, or name a listener without TLS in KAFKA_BROKERS.',
  ),
  TLS_NOT_OFFERED: spec(
    'This process uses TLS, and the listener of the broker does not.',
    'Name a listener with TLS in KAFKA_BROKERS, or set KAFKA_TLS=no.',
  ),
  TLS_CERTIFICATE_UNTRUSTED: spec(
    'The certificate of the broker is not from an authority that this process trusts.',
    'Set KAFKA_TLS_CA_FILE to the certificates of the authorities that signed those of the brokers.',
  ),
  TLS_CERTIFICATE_EXPIRED: spec(
    'The certificate of the broker has expired, or is not valid yet.',
    'Renew the certificate of the broker, or correct the clock of this machine.',
  ),
  TLS_CERTIFICATE_OTHER_HOST: spec(
    'The certificate of the broker is for another host name than its address.',
    'Name the host of the certificate in KAFKA_BROKERS and in advertised.listeners, or set KAFKA_TLS_SERVER_NAME to the name that the certificates bear.',
  ),
  TLS_CLIENT_REFUSED: spec(
    'The broker asks for a certificate of this process, or refuses the one that it has.',
    'Set KAFKA_TLS_CERTIFICATE_FILE and KAFKA_TLS_KEY_FILE to a certificate that the brokers trust, and its key.',
  ),
  TLS_FAILED: spec(
    'This process and the broker agree on no version or cipher of TLS.',
    'Allow TLS 1.2 or 1.3 on the listener (ssl.enabled.protocols, ssl.cipher.suites).',
  ),
  LOGIN_REQUIRED: spec(
    'The listener of the broker expects a login (SASL), and this process has none.',
    'Set KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD_FILE, or name a listener without SASL in KAFKA_BROKERS.',
  ),
  LOGIN_REFUSED: spec(
    'The broker refuses the user or the password.',
    'Correct KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD_FILE; a user for SCRAM is created for each mechanism (kafka-configs --add-config).',
  ),
  LOGIN_MECHANISM_UNSUPPORTED: spec(
    'The listener of the broker does not offer this mechanism of SASL.',
    'Set KAFKA_SASL_MECHANISM to one of sasl.enabled.mechanisms of the broker.',
  ),
  LOGIN_NOT_OFFERED: spec(
    'This process has a login (SASL), and the listener of the broker takes none.',
    'Name a listener with SASL in KAFKA_BROKERS, or set KAFKA_SASL_MECHANISM=none.',
  ),
  NOT_AUTHORIZED: spec(
    'Kafka does not authorize this process to do that.',
    'Grant Describe, Read and Write on topics cx.* and Read on groups cx-follow-*; Create on topics cx.* too, or create the topics by hand.',
  ),
  TOPIC_MISSING: spec(
    'This process sees no such topic, and Kafka refused to create it.',
    'Create the topic by hand, or grant this process Create; if the topic exists, grant it Describe, Read and Write.',
  ),
  PARTITIONS_MISSING: spec(
    'The topic has fewer partitions than this source has shards, and Kafka refused to add partitions.',
    'Add partitions to the topic by hand (kafka-topics --alter --partitions), or allow this process to alter it.',
  ),
  REPLICAS_MISSING: spec(
    'A partition has no leader, or fewer replicas in sync than min.insync.replicas asks for.',
    'Start the brokers that are down.',
  ),
  COORDINATOR_MISSING: spec(
    'No broker coordinates consumer groups now: Kafka is starting, or its topic __consumer_offsets lacks replicas.',
    'Wait some seconds; then start the brokers that are down.',
  ),
  CODEC_UNSUPPORTED: spec(
    'Record batches are compressed in a way that this process cannot read or write.',
    'Install the packages again for this machine (npm ci), or set compression.type of the topic to producer or gzip.',
  ),
  BATCH_CORRUPT: spec(
    'A record batch cannot be decoded: its bytes are not what its header says.',
    'Delete the records of this partition up to that offset (kafka-delete-records); batches are then fetched from their source.',
  ),
  RECORD_TOO_LARGE: spec(
    'Kafka refuses a record because of its size.',
    'Set max.message.bytes of the topic, or message.max.bytes of the brokers, to 1048576 or more.',
  ),
  VERSION_UNSUPPORTED: spec(
    'The broker does not support the protocol that this process speaks.',
    'Use brokers of Kafka 2.1 or later; tested with Kafka 4.',
  ),
  NOT_STORED: spec(
    'Records arrive from Kafka, but this process cannot store them.',
    'Look at the database of this process; its log has the error.',
  ),
  UNKNOWN: spec(
    'Kafka or its client reports an error that has no reason of its own here.',
    'The detail and the log have the error.',
  ),
} satisfies Readonly<Record<string, TransportReasonSpec>>;

export type TransportReason = keyof typeof TRANSPORT_REASONS;

/** What a process does with Kafka; each task may fail for a reason of its own. */
export const TRANSPORT_TASKS = {
  consume_observations: 'observations are not read from Kafka',
  consume_milestones: 'milestones are not read from Kafka',
  consume_documents: 'documents of the company are not read from Kafka',
  publish_observations: 'observations are not published to Kafka',
  publish_milestones: 'milestones are not published to Kafka',
  publish_documents: 'documents of the company are not published to Kafka',
  publish_indexes: 'indexes are not published to Kafka',
} as const;

export type TransportTask = keyof typeof TRANSPORT_TASKS;

/** A task that Kafka keeps from being done, as long as it lasts. */
export interface TransportFault {
  readonly task: TransportTask;
  readonly reason: TransportReason;
  /** What Kafka or its client said, with the topic where it is known. */
  readonly detail: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}
