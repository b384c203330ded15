import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explained, lastFatal, watchLogs } from './last-fatal.js';

const PANIC = '2026-01-01 PANIC:  could not write to file "pg_wal/xlogtemp.61": No space left on device';

describe('the last fatal line of a log', () => {
  it.each([
    ['a PANIC of PostgreSQL', `LOG:  ready\n${PANIC}\nLOG:  aborted\n`, PANIC],
    ['a FATAL of PostgreSQL', 'FATAL:  could not map shared memory\n', 'FATAL:  could not map shared memory'],
    [
      'a full disk of Kafka',
      'java.io.IOException: No space left on device\n',
      'java.io.IOException: No space left on device',
    ],
    ['a client that came while the server was starting', 'FATAL:  the database system is starting up\n', undefined],
    ['a connection that was ended', 'FATAL:  terminating connection due to administrator command\n', undefined],
    ['a log without one', 'LOG:  ready\n', undefined],
  ])('is found: %s', (_, log, line) => {
    expect(lastFatal(log)).toBe(line);
  });

  it('is named with its program and file, and only when it was written since', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cx-logs-'));
    const file = join(folder, 'postgres.log');
    writeFileSync(file, 'FATAL:  of an earlier start\n');
    writeFileSync(join(folder, 'delivery.log'), 'FATAL of a service\n');
    const since = watchLogs(folder);
    expect(since()).toEqual([]);
    appendFileSync(file, `${PANIC}\n`);
    expect(since()).toEqual([`PostgreSQL: ${PANIC} (${file})`]);
    rmSync(folder, { recursive: true });
  });
});

describe('the sentence of a start that failed', () => {
  const line = `PostgreSQL: ${PANIC} (logs/postgres.log)`;

  it('ends with the fatal lines', () => {
    const failed = explained(new Error('the database does not answer; try again'), [line]);
    expect(failed.message).toBe(`the database does not answer; try again ${line}`);
  });

  it('does not say a line twice', () => {
    const said = `PostgreSQL did not start on port 1: ${PANIC} (logs/postgres.log)`;
    expect(explained(new Error(said), [line]).message).toBe(said);
  });
});
