import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { boundsAtMost, boundsSettings } from './bounds-settings.js';
import { readConfig, secretsInEnvironment } from './config.js';
import { securitySettings } from './security-settings.js';
import { caseKey, serviceSettings } from './settings.js';

describe('the reasons that an operator accepts', () => {
  const schema = z.object(securitySettings());

  it('are a list of reasons, and none by default', () => {
    expect(readConfig(schema, {}).CX_ACCEPTED_INSECURITIES).toEqual([]);
    const config = readConfig(schema, { CX_ACCEPTED_INSECURITIES: 'DEMO_ISSUER, BROKERS_UNENCRYPTED' });
    expect(config.CX_ACCEPTED_INSECURITIES).toEqual(['DEMO_ISSUER', 'BROKERS_UNENCRYPTED']);
  });

  it('are refused where one is not on the list: it would silence nothing', () => {
    const read = () => readConfig(schema, { CX_ACCEPTED_INSECURITIES: 'DEMO_ISUER' });
    expect(read).toThrow(/CX_ACCEPTED_INSECURITIES is wrong .*it names a reason that is not in docs\/security.md/);
  });
});

describe('what a process finds out about its settings', () => {
  it('is which bounds are at the largest value that they take', () => {
    const read = (env: Record<string, string>) => boundsAtMost(readConfig(z.object(boundsSettings()), env));
    expect(read({})).toEqual([]);
    expect(read({ CX_CALLS_AT_ONCE: '99999', CX_HTTP_SECONDS: '599.9' })).toEqual([]);
    expect(read({ CX_CALLS_AT_ONCE: '100000', CX_HTTP_SECONDS: '600' })).toEqual([
      'CX_CALLS_AT_ONCE',
      'CX_HTTP_SECONDS',
    ]);
  });

  it('is which secrets stand in the environment itself', () => {
    const schema = z.object({ ...serviceSettings(0), CX_CASE_KEY: caseKey() });
    const env = { CX_CASE_KEY: 'f'.repeat(64), KAFKA_SASL_PASSWORD_FILE: '/run/secrets/kafka', CX_LOG_LEVEL: 'info' };
    expect(secretsInEnvironment(schema, env)).toEqual(['CX_CASE_KEY']);
    expect(secretsInEnvironment(schema, { CX_DATABASE_PASSWORD: 'x', KAFKA_SASL_PASSWORD: 'y' })).toEqual([
      'CX_DATABASE_PASSWORD',
      'KAFKA_SASL_PASSWORD',
    ]);
  });
});
