import { describe, expect, it } from 'vitest';
import { signerCallers } from './callers.js';

const callers = signerCallers(['auditors', 'aude']);
const token = (subject: string, ...groups: string[]) =>
  ({ kind: 'token', issuer: 'https://issuer', subject, client: 'cx', groups }) as const;

describe('who may call the signer', () => {
  it('is scoring, by its certificate', () => {
    expect(callers({ kind: 'service', name: 'scoring' }).bindings.map(({ role }) => role)).toEqual(['SERVICE']);
  });

  it('is the payout process, which has manifests signed and no root', () => {
    expect(callers({ kind: 'service', name: 'payout' }).bindings.map(({ role }) => role)).toEqual(['PAYOUT']);
  });

  it.each(['delivery', 'signer', 'prometheus', 'product'])(
    'is not %s, although an authority signed its certificate',
    (name) => {
      expect(() => callers({ kind: 'service', name })).toThrow('only scoring and payout ask for signatures');
    },
  );

  it('is an auditor for the audit log, by name or group, and no other person', () => {
    const rolesOf = (proven: ReturnType<typeof token>) => callers(proven).bindings.map(({ role }) => role);
    expect([rolesOf(token('aude')), rolesOf(token('anna', 'auditors'))]).toEqual([['AUDITOR'], ['AUDITOR']]);
    expect(rolesOf(token('mia', 'hr-makers'))).toEqual([]);
    expect(callers(token('mia')).lacks).toContain('CX_AUDITORS');
    expect(rolesOf(token('scoring'))).toEqual([]);
  });
});
