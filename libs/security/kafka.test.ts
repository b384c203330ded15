import { describe, expect, it } from 'vitest';
import { kafkaInsecurities } from './kafka.js';

const found = (brokers: readonly string[], isEncrypted = false, isProven = false) =>
  kafkaInsecurities({ brokers, isEncrypted, isProven }).map(({ reason, detail }) => `${reason} ${detail}`);

describe('Kafka', () => {
  it('is in order where there is none, and on this machine', () => {
    expect(found([])).toEqual([]);
    expect(found(['127.0.0.1:9092', 'localhost:9092', '[::1]:9092', '127.1.2.3:9092'])).toEqual([]);
  });

  it('needs TLS and a login as soon as one broker is elsewhere', () => {
    const brokers = ['127.0.0.1:9092', 'kafka-2:9092', '[fd00::7]:9092'];
    const detail = 'kafka-2:9092, [fd00::7]:9092';
    expect(found(brokers)).toEqual([`BROKERS_UNENCRYPTED ${detail}`, `BROKERS_WITHOUT_LOGIN ${detail}`]);
    expect(found(brokers, true)).toEqual([`BROKERS_WITHOUT_LOGIN ${detail}`]);
    expect(found(brokers, false, true)).toEqual([`BROKERS_UNENCRYPTED ${detail}`]);
    expect(found(brokers, true, true)).toEqual([]);
  });

  it('is not on this machine because its name begins as if it were', () => {
    expect(found(['127.0.0.1.example.com:9092', 'localhost.example.com:9092'], true)).toHaveLength(1);
  });
});
