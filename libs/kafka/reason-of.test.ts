import {
  KafkaJSConnectionError,
  KafkaJSNotImplemented,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
  KafkaJSSASLAuthenticationError,
} from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { CodecMissingError, CorruptBatchError } from './codecs.js';
import { transportErrorOf } from './reason-of.js';
import { TransportError } from './transport-error.js';

const protocol = (type: string) => new KafkaJSProtocolError(Object.assign(new Error('refused'), { type }));
const tried = (error: Error) => new KafkaJSNumberOfRetriesExceeded(error, { retryCount: 4, retryTime: 1_000 });
/** kafkajs takes a message that its types do not name. */
const NotImplemented: new (message: string) => Error = KafkaJSNotImplemented;
const notImplemented = new NotImplemented('ZSTD compression not implemented');
/** kafkajs takes a message that its types do not name. */
const SaslError: new (message: string) => Error = KafkaJSSASLAuthenticationError;
const login = (message: string) => new SaslError(message);
const tls = (code: string) => new KafkaJSConnectionError('Connection error', { broker: '127.0.0.1:9093', code });
const lost = new KafkaJSConnectionError('Connection error: ECONNREFUSED', { broker: '127.0.0.1:9092' });

describe('the reason of an error of kafkajs', () => {
  it.each([
    ['a codec that kafkajs lacks', notImplemented, 'CODEC_UNSUPPORTED'],
    ['a library that is not here', new CodecMissingError('zstd', new Error('not found')), 'CODEC_UNSUPPORTED'],
    ['bytes that are not what they say', new CorruptBatchError('lz4', new Error('bad magic')), 'BATCH_CORRUPT'],
    ['a topic that is not there', protocol('UNKNOWN_TOPIC_OR_PARTITION'), 'TOPIC_MISSING'],
    ['a right that is not granted', protocol('TOPIC_AUTHORIZATION_FAILED'), 'NOT_AUTHORIZED'],
    ['too few replicas', protocol('NOT_ENOUGH_REPLICAS'), 'REPLICAS_MISSING'],
    ['a record that is too large', protocol('MESSAGE_TOO_LARGE'), 'RECORD_TOO_LARGE'],
    [
      'a password that is refused',
      login('SASL PLAIN authentication failed: Invalid username or password'),
      'LOGIN_REFUSED',
    ],
    [
      'a connection lost in a login',
      login('SASL PLAIN authentication failed: Closed connection'),
      'BROKER_UNREACHABLE',
    ],
    ['a mechanism that is not offered', protocol('UNSUPPORTED_SASL_MECHANISM'), 'LOGIN_MECHANISM_UNSUPPORTED'],
    ['a login where none is taken', protocol('ILLEGAL_SASL_STATE'), 'LOGIN_NOT_OFFERED'],
    ['an unknown authority', tls('SELF_SIGNED_CERT_IN_CHAIN'), 'TLS_CERTIFICATE_UNTRUSTED'],
    ['an unknown authority without a chain', tls('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'TLS_CERTIFICATE_UNTRUSTED'],
    ['a certificate that expired', tls('CERT_HAS_EXPIRED'), 'TLS_CERTIFICATE_EXPIRED'],
    ['a certificate for another host', tls('ERR_TLS_CERT_ALTNAME_INVALID'), 'TLS_CERTIFICATE_OTHER_HOST'],
    ['a client without certificate', tls('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), 'TLS_CLIENT_REFUSED'],
    ['a version of TLS that is too old', tls('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'), 'TLS_FAILED'],
    ['a connection that was reset', tls('ECONNRESET'), 'BROKER_UNREACHABLE'],
    ['a connection that fails', lost, 'BROKER_UNREACHABLE'],
    ['a type that is new', protocol('INVENTED_TOMORROW'), 'UNKNOWN'],
    ['another error', new Error('what'), 'UNKNOWN'],
    ['no error at all', 'what', 'UNKNOWN'],
  ])('is found for %s', (_, error, reason) => {
    expect(transportErrorOf(error).reason).toBe(reason);
  });

  it('is found inside an error that counts retries, and inside one of several', () => {
    const several = Object.assign(new Error('Topic creation errors'), { errors: [protocol('INVALID_PARTITIONS')] });
    expect(transportErrorOf(tried(protocol('NOT_ENOUGH_REPLICAS'))).reason).toBe('REPLICAS_MISSING');
    expect(transportErrorOf(several).reason).toBe('PARTITIONS_MISSING');
  });

  it.each([
    ['before', [lost, protocol('TOPIC_AUTHORIZATION_FAILED')]],
    ['after', [protocol('TOPIC_AUTHORIZATION_FAILED'), lost]],
  ])('is not a lost connection that stands %s the answer of a broker', (_, errors) => {
    const error = Object.assign(new Error('several'), { errors });
    expect(transportErrorOf(error).reason).toBe('NOT_AUTHORIZED');
  });

  it('names the topic and keeps the words and the error itself', () => {
    const error = tried(protocol('NOT_ENOUGH_REPLICAS'));
    const found = transportErrorOf(error, 'cx.index.v1');
    expect(found.detail).toBe('cx.index.v1: NOT_ENOUGH_REPLICAS: refused');
    expect(found.cause).toBe(error);
  });

  it('stays when it was found before', () => {
    const found = new TransportError('TLS_REQUIRED', '127.0.0.1:9092', undefined);
    expect(transportErrorOf(new Error('outer', { cause: found }))).toBe(found);
  });
});
