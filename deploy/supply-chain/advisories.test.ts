import { describe, expect, it } from 'vitest';
import { readAudit } from './advisories.js';

describe('the answer of npm audit', () => {
  it('without advisories is one', () => {
    expect(readAudit('{"auditReportVersion":2,"vulnerabilities":{}}')).toEqual({ kind: 'answered', advisories: [] });
  });

  it('names what is high or critical, and nothing below', () => {
    const vulnerabilities = {
      tar: { severity: 'high', range: '<6.2.1' },
      ws: { severity: 'moderate', range: '<8' },
      jose: { severity: 'critical', range: '*' },
    };
    expect(readAudit(JSON.stringify({ vulnerabilities }))).toEqual({
      kind: 'answered',
      advisories: ['tar <6.2.1: high', 'jose *: critical'],
    });
  });

  it.each([
    [
      'a registry without advisories',
      '{"error":{"code":"ENOAUDIT","summary":"audit is not supported\\nby it"}}',
      'audit is not supported',
    ],
    ['a registry that refuses', '{"message":"404 Not Found - POST","error":{"summary":""}}', '404 Not Found - POST'],
    ['words that are no report', 'npm error network\nmore', 'npm error network'],
    ['nothing', '', 'npm printed nothing'],
  ])('of %s is none, and is not taken for a good one', (_, output, why) => {
    expect(readAudit(output)).toEqual({ kind: 'not_answered', why });
  });
});
