import { describe, expect, it } from 'vitest';
import { freePort, sharesOfPorts } from './ports.js';

describe('free ports', () => {
  it('of two runs side by side lie in shares that do not touch, below the ports of connections going out', () => {
    const bounds = sharesOfPorts(3).flatMap((share) => share.split('-').map(Number));
    expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
    expect([bounds.length, bounds[0], bounds[1]]).toEqual([6, 20_000, bounds[2]]);
    expect(bounds.at(-1)).toBeLessThanOrEqual(32_768);
  });

  it('are chosen from the share of the run', async () => {
    const share = '20100-20110';
    const ports = await Promise.all([freePort(share), freePort(share), freePort(share)]);
    expect(new Set(ports).size).toBe(3);
    for (const port of ports) expect(port >= 20_100 && port < 20_110).toBe(true);
  });
});
