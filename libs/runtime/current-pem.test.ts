import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Made, makeAuthority } from '#deploy/local/tls/certificate-maker.js';
import { currentPem } from './current-pem.js';
import { kafkaSettings } from './kafka-settings.js';

const folder = mkdtempSync(join(tmpdir(), 'cx-current-pem-'));
const files = { certificate: join(folder, 'tls.crt'), key: join(folder, 'tls.key') };
const env = { KAFKA_TLS_CERTIFICATE_FILE: files.certificate, KAFKA_TLS_KEY_FILE: files.key };
const mistakes: string[] = [];
let [before, after]: readonly Made[] = [];
beforeAll(async () => {
  const validity = { notBefore: new Date('2026-01-01'), notAfter: new Date('2036-01-01') };
  [before, after] = [await makeAuthority('before', validity), await makeAuthority('after', validity)];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const configOf = (made: Made | undefined) =>
  z.object(kafkaSettings()).parse({
    ...{ KAFKA_BROKERS: 'b:1', KAFKA_TLS: 'yes' },
    ...{ KAFKA_TLS_CERTIFICATE: made?.certificate.trimEnd(), KAFKA_TLS_KEY: made?.key.trimEnd() },
  });
const pair = (made: Made | undefined) => ({
  ...{ authority: undefined, certificate: made?.certificate.trimEnd(), key: made?.key.trimEnd() },
});

describe('the certificates for Kafka', () => {
  it('are those of the files, and the last ones that fit together while files are written', () => {
    const pem = currentPem(configOf(before), env, (mistake) => mistakes.push(mistake));
    expect(pem()).toEqual(pair(before));
    expect(mistakes).toEqual([expect.stringMatching(/^KAFKA_TLS_CERTIFICATE_FILE is wrong: .* cannot be read/)]);

    writeFileSync(files.certificate, after?.certificate ?? '');
    writeFileSync(files.key, before?.key ?? '');
    for (const _ of ['once', 'twice']) expect(pem()).toEqual(pair(before));
    expect(mistakes.slice(1)).toEqual(['KAFKA_TLS_KEY does not belong to the certificate.']);

    writeFileSync(files.key, after?.key ?? '');
    expect(pem()).toEqual(pair(after));
    rmSync(files.key);
    expect(pem()).toEqual(pair(after));
    expect(mistakes).toHaveLength(3);
  });

  it('stay as they were at the start where no file names them', () => {
    const pem = currentPem(configOf(before), {}, (mistake) => mistakes.push(mistake));
    expect(pem()).toEqual(pair(before));
  });
});
