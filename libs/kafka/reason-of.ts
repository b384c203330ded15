import type { TransportReason } from '#libs/domain/transport-fault.js';
import { CodecMissingError, CorruptBatchError } from './codecs.js';
import { tlsReasonOf } from './tls-reason.js';
import { TransportError } from './transport-error.js';

/** Errors that a broker answers with, by the name that the protocol gives them. */
const BY_TYPE: Readonly<Record<string, TransportReason>> = {
  TOPIC_AUTHORIZATION_FAILED: 'NOT_AUTHORIZED',
  GROUP_AUTHORIZATION_FAILED: 'NOT_AUTHORIZED',
  CLUSTER_AUTHORIZATION_FAILED: 'NOT_AUTHORIZED',
  UNKNOWN_TOPIC_OR_PARTITION: 'TOPIC_MISSING',
  INVALID_TOPIC_EXCEPTION: 'TOPIC_MISSING',
  INVALID_PARTITIONS: 'PARTITIONS_MISSING',
  LEADER_NOT_AVAILABLE: 'REPLICAS_MISSING',
  REPLICA_NOT_AVAILABLE: 'REPLICAS_MISSING',
  REQUEST_TIMED_OUT: 'REPLICAS_MISSING', // the replicas did not acknowledge in time
  NOT_ENOUGH_REPLICAS: 'REPLICAS_MISSING',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'REPLICAS_MISSING',
  INVALID_REPLICATION_FACTOR: 'REPLICAS_MISSING',
  GROUP_COORDINATOR_NOT_AVAILABLE: 'COORDINATOR_MISSING',
  GROUP_LOAD_IN_PROGRESS: 'COORDINATOR_MISSING',
  NOT_COORDINATOR_FOR_GROUP: 'COORDINATOR_MISSING',
  MESSAGE_TOO_LARGE: 'RECORD_TOO_LARGE',
  RECORD_LIST_TOO_LARGE: 'RECORD_TOO_LARGE',
  UNSUPPORTED_COMPRESSION_TYPE: 'CODEC_UNSUPPORTED',
  CORRUPT_MESSAGE: 'BATCH_CORRUPT',
  UNSUPPORTED_VERSION: 'VERSION_UNSUPPORTED',
  UNSUPPORTED_SASL_MECHANISM: 'LOGIN_MECHANISM_UNSUPPORTED',
  ILLEGAL_SASL_STATE: 'LOGIN_NOT_OFFERED',
  SASL_AUTHENTICATION_FAILED: 'LOGIN_REFUSED',
};

/** Errors that kafkajs makes itself, by name. */
const BY_NAME: Readonly<Record<string, TransportReason>> = {
  KafkaJSNotImplemented: 'CODEC_UNSUPPORTED',
  KafkaJSSASLAuthenticationError: 'LOGIN_REFUSED',
  KafkaJSServerDoesNotSupportApiKey: 'VERSION_UNSUPPORTED',
  KafkaJSGroupCoordinatorNotFound: 'COORDINATOR_MISSING',
  KafkaJSPartialMessageError: 'BATCH_CORRUPT',
  KafkaJSUnsupportedMagicByteInMessageSet: 'BATCH_CORRUPT',
  KafkaJSConnectionError: 'BROKER_UNREACHABLE',
  KafkaJSConnectionClosedError: 'BROKER_UNREACHABLE',
  KafkaJSRequestTimeoutError: 'BROKER_UNREACHABLE',
  KafkaJSNoBrokerAvailableError: 'BROKER_UNREACHABLE',
  KafkaJSBrokerNotFound: 'BROKER_UNREACHABLE',
  KafkaJSLockTimeout: 'BROKER_UNREACHABLE',
};

/** kafkajs calls every failure during a login a refusal, also a connection that is lost then. */
const LOST_IN_LOGIN = /connection|not connected|timed out|ECONN|EPIPE|socket/i;

/**
 * Finds the reason in an error of kafkajs, which wraps errors in others: in an error that counts its retries, in one error for
 * several topics. The first error with a reason decides; a lost connection decides only when there is no better one.
 *
 * @param topic  added to the detail, where the caller knows it
 */
export function transportErrorOf(error: unknown, topic?: string): TransportError {
  const all = unwrap(error);
  const own = all.find((one) => one instanceof TransportError);
  if (own !== undefined) return own;
  const named = all.map((one) => ({ one, reason: reasonOf(one) })).filter(({ reason }) => reason !== undefined);
  const best = named.find(({ reason }) => reason !== 'BROKER_UNREACHABLE') ?? named[0];
  const { one, reason } = best ?? { one: all[0], reason: undefined };
  const words = one === undefined ? String(error) : wordsOf(one);
  return new TransportError(reason ?? 'UNKNOWN', topic === undefined ? words : `${topic}: ${words}`, error);
}

function reasonOf(error: ErrorLike): TransportReason | undefined {
  if (error instanceof CodecMissingError) return 'CODEC_UNSUPPORTED';
  if (error instanceof CorruptBatchError) return 'BATCH_CORRUPT';
  if (error.code === 'Z_DATA_ERROR' || error.code === 'Z_BUF_ERROR') return 'BATCH_CORRUPT'; // gzip of kafkajs
  if (error.name === 'KafkaJSSASLAuthenticationError' && LOST_IN_LOGIN.test(error.message)) return 'BROKER_UNREACHABLE';
  return BY_TYPE[error.type ?? ''] ?? tlsReasonOf(String(error.code ?? '')) ?? BY_NAME[error.name];
}

interface ErrorLike extends Error {
  readonly type?: string;
  readonly code?: unknown;
  readonly topic?: string;
  readonly errors?: readonly unknown[];
}

/** The error and all that it was made of, from the outside to the inside. */
function unwrap(error: unknown): ErrorLike[] {
  if (!(error instanceof Error)) return [];
  const { errors = [] }: ErrorLike = error;
  return [error, ...errors.flatMap(unwrap), ...unwrap(error.cause)];
}

function wordsOf({ type, topic, message }: ErrorLike): string {
  return [topic, type, message].filter((word) => word !== undefined && word !== '').join(': ');
}
