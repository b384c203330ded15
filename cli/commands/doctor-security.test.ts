import { describe, expect, it } from 'vitest';
import { securityToProto } from '#libs/batches/format/security-status.js';
import type { InsecurityReason } from '#libs/domain/insecurity.js';
import { securityFindings } from './doctor-security.js';

const of = (process: string, ...standing: [InsecurityReason, string, boolean?][]) => ({
  process,
  security: securityToProto({
    checkedAt: 1,
    standing: standing.map(([reason, detail, accepted = false]) => ({ reason, detail, accepted })),
  }),
});
const texts = (...all: Parameters<typeof securityFindings>[0]) =>
  securityFindings(all).map(({ sign, text }) => `${sign} ${text}`);

describe('cx doctor, about security', () => {
  it('finds nothing where no process is insecure', () => {
    expect(texts(of('ordering'), of('scoring'))).toEqual([]);
  });

  it('has one line for each reason, with what to do and the processes', () => {
    const issuer = ['DEMO_ISSUER', 'https://127.0.0.1:7301'] as const;
    const [first, second, ...more] = texts(
      of('ordering', [...issuer]),
      of('delivery', [...issuer], ['DATABASE_ROLE_IS_SUPERUSER', 'role cx']),
      of('scoring', ['DATABASE_ROLE_IS_SUPERUSER', 'role postgres']),
    );
    expect(more).toEqual([]);
    expect(first).toMatch(
      /^!! DEMO_ISSUER\. .*Set CX_OIDC_ISSUER .* In ordering, delivery: https:\/\/127.0.0.1:7301\.$/,
    );
    expect(second).toMatch(/^!! DATABASE_ROLE_IS_SUPERUSER\. .* In delivery: role cx; scoring: role postgres\.$/);
  });

  it('shows what the operator accepts, and only then that it is accepted', () => {
    const accepted = ['BROKERS_UNENCRYPTED', 'kafka:9092', true] as const;
    expect(texts(of('ordering', [...accepted]))[0]).toMatch(/^ok BROKERS_UNENCRYPTED\..* Accepted by /);
    expect(texts(of('ordering', [...accepted]), of('scoring', ['BROKERS_UNENCRYPTED', 'kafka:9092']))[0]).toMatch(
      /^!! .*In ordering, scoring: kafka:9092\.$/,
    );
  });

  it('does not take silence for security', () => {
    const unsaid = { process: 'ordering', security: undefined };
    const unlooked = { process: 'delivery', security: securityToProto({ checkedAt: undefined, standing: [] }) };
    expect(texts(unsaid, unlooked, of('scoring'))).toEqual([
      expect.stringMatching(/^!! ordering, delivery: not known yet/),
    ]);
  });
});
