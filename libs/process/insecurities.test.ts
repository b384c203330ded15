import { describe, expect, it } from 'vitest';
import type { InsecurityReason } from '#libs/domain/insecurity.js';
import { createMetrics } from '#libs/metrics/metrics.js';
import { Insecurities } from './insecurities.js';

function watched(accepted: readonly InsecurityReason[] = []) {
  const lines: string[] = [];
  const log = {
    info: (fields: object, text: string) => void lines.push(`info ${text} ${JSON.stringify(fields)}`),
    warn: (fields: object, text: string) => void lines.push(`warn ${text} ${JSON.stringify(fields)}`),
  };
  const metrics = createMetrics('delivery', { withProcess: false });
  const insecurities = new Insecurities({ log, metrics, clock: { now: () => 7 }, accepted });
  const series = async () =>
    (await metrics.exposition()).text.split('\n').filter((line) => line.startsWith('cx_insecure{'));
  return { lines, insecurities, series };
}

const DEMO = { reason: 'DEMO_ISSUER', detail: 'https://127.0.0.1:7301' } as const;
const OWNER = { reason: 'DATABASE_ROLE_OWNS_TABLES', detail: 'role cx' } as const;

describe('what is insecure about a process', () => {
  it('is nothing, and not known, before the first look', async () => {
    const { insecurities, series } = watched();
    expect(insecurities.report).toEqual({ checkedAt: undefined, standing: [] });
    expect(await series()).toEqual([]);
  });

  it('is logged when it begins and when it ends, and not between', () => {
    const { insecurities, lines } = watched();
    insecurities.found([OWNER, DEMO]);
    insecurities.found([DEMO, OWNER]);
    expect(lines.map((line) => line.slice(0, 60))).toEqual([
      expect.stringMatching(/^warn this process is insecure \{"reason":"DEMO_ISSUER"/),
      expect.stringMatching(/^warn this process is insecure \{"reason":"DATABASE_ROLE_OW/),
    ]);
    insecurities.found([DEMO]);
    expect(lines[2]).toMatch(/^info this is not insecure any more .*DATABASE_ROLE_OWNS_TABLES/);
    expect(lines).toHaveLength(3);
    expect(insecurities.report).toEqual({ checkedAt: 7, standing: [{ ...DEMO, accepted: false }] });
  });

  it('has a series for each reason, 1 while it holds', async () => {
    const { insecurities, series } = watched();
    insecurities.found([DEMO]);
    expect(await series()).toContain('cx_insecure{reason="DEMO_ISSUER",accepted="no"} 1');
    expect(await series()).toContain('cx_insecure{reason="BROKERS_UNENCRYPTED",accepted="no"} 0');
    insecurities.found([]);
    expect(await series()).toContain('cx_insecure{reason="DEMO_ISSUER",accepted="no"} 0');
  });

  it('is shown as accepted where the operator accepts it, and logged without a warning', async () => {
    const { insecurities, lines, series } = watched(['DEMO_ISSUER']);
    insecurities.found([DEMO]);
    expect(insecurities.report.standing).toEqual([{ ...DEMO, accepted: true }]);
    expect(lines).toEqual([expect.stringMatching(/^info this process is insecure, and the operator accepts it/)]);
    expect(await series()).toContain('cx_insecure{reason="DEMO_ISSUER",accepted="yes"} 1');
  });
});
