import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { inUseText } from './folder-in-use.js';

const RUNNING = {
  pid: 4711,
  identity: 'x',
  host: hostname(),
  since: '2026-11-28T12:50:00.000Z',
  ports: [7300, 7101, 7100, 7102],
  addresses: { scoring: '127.0.0.1:7100', ordering: '127.0.0.1:7101' },
  processes: [],
};

describe('the refusal of a second start on a folder', () => {
  it('says what runs there, since when and where, and three ways to go on', () => {
    const start = { dataDir: '.cx', isDefaultFolder: true, portBase: 7100 };
    expect(inUseText(RUNNING, start).map((line) => line.trim())).toEqual([
      `cx-index runs from .cx already: process 4711 on ${hostname()}, since 2026-11-28T12:50:00.000Z, ports 7100-7102, 7300.`,
      'gRPC: scoring 127.0.0.1:7100  ordering 127.0.0.1:7101',
      'Use it:    npx cx doctor',
      'Stop it:   kill 4711',
      expect.stringMatching(/^Or start .*: {2}CX_PORT_BASE=8100 npm start -- --data \/.*\/\.cx-2$/),
    ]);
  });

  it('quotes a path with a blank, and names the file to remove when another host holds the lock', () => {
    const start = { dataDir: '/data/my shop', isDefaultFolder: false, portBase: 64_500 };
    const text = inUseText({ ...RUNNING, host: 'elsewhere' }, start).join('\n');
    expect(text).toContain("CX_DATA='/data/my shop' npx cx doctor");
    expect(text).toContain("CX_PORT_BASE=63500 npm start -- --data '/data/my shop-2'");
    expect(text).toContain('If it does not run on elsewhere any more, remove /data/my shop/running.json');
  });
});
