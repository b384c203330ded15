import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publisherInsecurities, type SecuritySettings, settingInsecurities } from './settings.js';

const RANDOM = createHash('sha256').update('as good as random').digest();
const SOUND: SecuritySettings = {
  caseKey: RANDOM,
  passwords: { CX_DATABASE_PASSWORD: 'Wj3kd0-pq81_xTT4', KAFKA_SASL_PASSWORD: '' },
  ...{ inEnvironment: [], boundsOff: [] },
};
const found = (change: Partial<SecuritySettings> = {}) =>
  settingInsecurities({ ...SOUND, ...change }).map(({ reason, detail }) => `${reason} ${detail}`);

describe('the settings of a process', () => {
  it('are in order with random secrets in files, also without a case key', () => {
    expect(found()).toEqual([]);
    expect(found({ caseKey: undefined })).toEqual([]);
  });

  it.each([
    ['zeros', new Uint8Array(32)],
    ['four bytes again and again', Uint8Array.from({ length: 32 }, (_, at) => at % 4)],
    ['bytes that count up', Uint8Array.from({ length: 32 }, (_, at) => at)],
    ['bytes that count down by three', Uint8Array.from({ length: 32 }, (_, at) => 255 - 3 * at)],
  ])('are insecure with a case key of %s', (_, caseKey) => {
    expect(found({ caseKey })).toEqual(['CASE_KEY_GUESSABLE CX_CASE_KEY']);
  });

  it.each(['cx', 'elevenchars', 'ChangeMe1234', 'aaaaaaaaaaaaaaaaaaaa'])(
    'are insecure with the password %s',
    (password) => {
      expect(found({ passwords: { KAFKA_SASL_PASSWORD: password } })).toEqual([
        'PASSWORD_GUESSABLE KAFKA_SASL_PASSWORD',
      ]);
    },
  );

  it('name what stands in the environment and bounds that are off, and no value', () => {
    const change = { inEnvironment: ['CX_CASE_KEY'], boundsOff: ['CX_CALLS_AT_ONCE'] };
    expect(found(change)).toEqual(['SECRET_IN_ENVIRONMENT CX_CASE_KEY', 'BOUND_SWITCHED_OFF CX_CALLS_AT_ONCE']);
  });

  it('name the signer that is missing, and messages that may be sent without TLS', () => {
    expect(found({ signer: '', webhookHttp: true })).toEqual([
      'CLOSES_UNSIGNED CX_SIGNER',
      'WEBHOOKS_UNENCRYPTED CX_WEBHOOK_HTTP',
    ]);
    expect(found({ signer: 'signer:7100', webhookHttp: false })).toEqual([]);
  });
});

describe('who may publish documents', () => {
  it('is left to the first publishers until a version of the document access holds', () => {
    expect(publisherInsecurities(['rana', 'paul'], false)).toEqual([
      { reason: 'FIRST_PUBLISHERS_DECIDE', detail: 'rana, paul' },
    ]);
    expect(publisherInsecurities(['rana', 'paul'], true)).toEqual([]);
    expect(publisherInsecurities([], false)).toEqual([]);
  });
});
