import { describe, expect, it } from 'vitest';
import { PATIENCE_MS, SourceFaults } from './source-faults.js';

function watched() {
  const time = { now: 0 };
  const lines: string[] = [];
  const note = (level: string) => (fields: object, text: string) => {
    const { source, reason } = fields as { source: string; reason: string };
    lines.push(`${level} ${source} ${reason}: ${text}`);
  };
  const log = { info: note('info'), warn: note('warn') };
  return { time, lines, faults: new SourceFaults({ log, clock: { now: () => time.now } }) };
}

const away = Object.assign(new Error('14 UNAVAILABLE: connect ECONNREFUSED'), { code: 14 });
const another = Object.assign(new Error('14 UNAVAILABLE: another service answers: delivery was meant'), { code: 14 });

describe('a source that does not give its batches', () => {
  it('is no fault while it may be restarting', () => {
    const { time, lines, faults } = watched();
    faults.report('delivery', away);
    time.now = PATIENCE_MS - 1;
    faults.report('delivery', away);
    expect([faults.standing(), lines]).toEqual([[], []]);
    faults.report('delivery', undefined);
    expect(lines).toEqual([]);
  });

  it('is a fault from then on, with one line in the log for each reason, and one when it ends', () => {
    const { time, lines, faults } = watched();
    faults.report('delivery', away);
    time.now = PATIENCE_MS;
    for (const error of [away, away, another, away]) faults.report('delivery', error);
    expect(lines).toEqual([
      'warn delivery SOURCE_UNREACHABLE: batches cannot be fetched from their source',
      'warn delivery SOURCE_IS_ANOTHER: batches cannot be fetched from their source',
    ]);
    expect(faults.standing()).toMatchObject([{ source: 'delivery', reason: 'SOURCE_UNREACHABLE', since: 0 }]);
    faults.report('delivery', undefined);
    expect(faults.standing()).toEqual([]);
    expect(lines.at(-1)).toBe('info delivery SOURCE_UNREACHABLE: the source gives its batches again');
  });

  it('waits again after it has answered, and says nothing of other sources', () => {
    const { time, faults } = watched();
    faults.report('delivery', away);
    faults.report('ordering', undefined);
    time.now = PATIENCE_MS;
    faults.report('delivery', undefined);
    faults.report('delivery', away);
    expect(faults.standing()).toEqual([]);
  });
});
