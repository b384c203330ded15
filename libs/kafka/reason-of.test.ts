import {
  KafkaJSConnectionError,
  KafkaJSNotImplemented,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
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
