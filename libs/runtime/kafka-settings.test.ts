import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Certificates } from '#test/stack/certificates.js';
import { readConfig } from './config.js';
import { kafkaMistakes, kafkaSettings } from './kafka-settings.js';

describe('the settings of Kafka', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-kafka-settings-'));
  const made = new Certificates(folder);
  made.makeAuthority('authority');
  made.makeAuthority('other');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const [CA, KEY, OTHER_KEY] = [made.file('authority.crt'), made.file('authority.key'), made.file('other.key')];

  const mistakes = (env: Record<string, string>) => kafkaMistakes(readConfig(z.object(kafkaSettings()), env));

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['TLS with the public authorities', { KAFKA_TLS: 'yes' }],
    ['TLS with an authority and a name', { KAFKA_TLS: 'yes', KAFKA_TLS_CA_FILE: CA, KAFKA_TLS_SERVER_NAME: 'kafka' }],
    ['a certificate and its key', { KAFKA_TLS: 'yes', KAFKA_TLS_CERTIFICATE_FILE: CA, KAFKA_TLS_KEY_FILE: KEY }],
    ['a login', { KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_USERNAME: 'cx', KAFKA_SASL_PASSWORD: 'p' }],
  ])('may be %s', (_, env) => {
    expect(mistakes(env)).toEqual([]);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['an authority without TLS', { KAFKA_TLS_CA_FILE: CA }, ['KAFKA_TLS_CA has no effect without KAFKA_TLS=yes.']],
    [
      'a name without TLS',
      { KAFKA_TLS: 'no', KAFKA_TLS_SERVER_NAME: 'kafka' },
      ['KAFKA_TLS_SERVER_NAME has no effect without KAFKA_TLS=yes.'],
    ],
    [
      'an address as a name',
      { KAFKA_TLS: 'yes', KAFKA_TLS_SERVER_NAME: '10.0.0.1' },
      ['KAFKA_TLS_SERVER_NAME is an address; set a host name, or leave it empty.'],
    ],
    [
      'an authority that is a path instead of a certificate',
      { KAFKA_TLS: 'yes', KAFKA_TLS_CA: CA },
      ['KAFKA_TLS_CA holds no certificate in PEM (-----BEGIN CERTIFICATE-----).'],
    ],
    [
      'a certificate without its key',
      { KAFKA_TLS: 'yes', KAFKA_TLS_CERTIFICATE_FILE: CA },
      ['KAFKA_TLS_KEY is missing: a certificate needs its key.'],
    ],
    [
      'the key of another certificate',
      { KAFKA_TLS: 'yes', KAFKA_TLS_CERTIFICATE_FILE: CA, KAFKA_TLS_KEY_FILE: OTHER_KEY },
      ['KAFKA_TLS_KEY does not belong to the certificate.'],
    ],
    [
      'a mechanism without an account',
      { KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512' },
      [
        'KAFKA_SASL_USERNAME is not set; the login by SCRAM-SHA-512 needs it.',
        'KAFKA_SASL_PASSWORD is not set; the login by SCRAM-SHA-512 needs it.',
      ],
    ],
    [
      'an account without a mechanism',
      { KAFKA_SASL_USERNAME: 'cx' },
      ['KAFKA_SASL_USERNAME has no effect while KAFKA_SASL_MECHANISM is none.'],
    ],
  ])('are wrong with %s, by name and without a value', (_, env, says) => {
    expect(mistakes(env)).toEqual(says);
  });
});
