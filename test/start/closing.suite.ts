import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Ended, runCx, runProgram } from '#test/stack/run-cx.js';

/** An installation whose start has just closed July 2018. */
export interface Closed {
  readonly dataDir: string;
  /** What the start printed. */
  readonly printed: () => string;
}

const MONTH = '2018-07';
/** The version that the close made. */
const CLOSED = 'periods/2018-07/snapshots/3';

/** The month that `npm start` closes, as HR and an auditor look at it afterwards. */
export function describeClosing(installation: () => Closed): void {
  describe('the month that npm start closes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cx-closed-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const cx = (...words: string[]) => runCx(words, { CX_DATA: installation().dataDir });
    const done = async (ended: Promise<Ended>) => {
      const { code, stdout, stderr } = await ended;
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('    at ')]);
      return stdout;
    };

    it('is told in the order of its steps', () => {
      const printed = installation().printed();
      const steps = ['Closing 2018-07', 'contest ', 'approved ', 'closed ', 'SIMULATION', 'corrected '];
      const places = steps.map((step) => printed.indexOf(step, printed.indexOf('Closing 2018-07')));
      expect(places.every((place, at) => place > 0 && place >= (places[at - 1] ?? 0))).toBe(true);
    });

    /** What a version states, and why a line of it is not payable, by department. */
    const version = async (name: string) => {
      const shown = JSON.parse(await done(cx('bonus', 'show', name, '--json')));
      const lines = (shown.inputs as { department: string; indexE4: string; notPayableReasons?: string[] }[]).map(
        (line) => [line.department.replace('departments/', ''), line] as const,
      );
      return { state: shown.state as string, lines: Object.fromEntries(lines) };
    };

    it('is closed and then corrected, and no one can make another version of it', async () => {
      expect(await done(cx('period', 'show', MONTH))).toMatch(/periods\/2018-07 {3}adjusted/);
      const again = await cx('bonus', 'snapshot', MONTH, '--reason', 'LATE_DATA', '--as', 'hr-maker');
      expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('PERIOD_CLOSED')]);
    });

    it('says why the line of support is not payable, and of no other one', async () => {
      const { state, lines } = await version(CLOSED);
      expect(state).toBe('CLOSED');
      const against = Object.entries(lines).flatMap(([department, { notPayableReasons: reasons = [] }]) =>
        reasons.map((reason) => `${department} ${reason}`),
      );
      expect(against).toEqual(['support GENERATED_DATA']);
    });

    it('is corrected beside the close by what one scan makes of delivery, counted in August', async () => {
      const [closed, restated] = [await version(CLOSED), await version(MONTH)];
      expect(restated.state).toBe('ADJUSTED');
      const moved = Object.entries(closed.lines).filter(
        ([name, { indexE4 }]) => restated.lines[name]?.indexE4 !== indexE4,
      );
      expect(moved.map(([name]) => name)).toEqual(['delivery']);
      expect(Number(restated.lines['delivery']?.indexE4)).toBeGreaterThan(Number(closed.lines['delivery']?.indexE4));
      expect(await done(cx('adjustment', 'list', MONTH))).toContain('2018-08');
    });

    it('shares out 100,000.00 to the cent, in files that only their owner reads', () => {
      const payout = join(installation().dataDir, 'payout');
      const files = readdirSync(payout).sort();
      expect(files).toEqual(['manifest-2018-07-br-brl.json', 'payout-2018-07-br-brl.csv']);
      for (const file of files) expect(statSync(join(payout, file)).mode & 0o077).toBe(0);
      const csv = readFileSync(join(payout, 'payout-2018-07-br-brl.csv'));
      const manifest = JSON.parse(readFileSync(join(payout, 'manifest-2018-07-br-brl.json'), 'utf8'));
      expect(manifest).toMatchObject({ mark: 'SIMULATION', pool: 'br-brl', pool_amount: '100000.00' });
      expect(JSON.stringify(manifest)).toContain(createHash('sha256').update(csv).digest('hex'));
    });

    it('has that signed by a process that keeps nothing of the roster, and both programs prove every amount', async () => {
      const { dataDir } = installation();
      const manifest = join(dataDir, 'payout/manifest-2018-07-br-brl.json');
      const keys = join(folder, 'public-keys.json');
      writeFileSync(keys, await done(runCx(['key', 'public', join(dataDir, 'signer/keys.json')], {})));
      const verified = await done(runCx(['verify', manifest, '--key', keys], { CX_DATA: '/nonexistent' }));
      expect(verified).toContain('by a key that you trust');
      expect(verified).not.toContain('NO ');
      await done(runProgram('python3', ['test/oracle/payout.py', manifest, keys], {}));
      expect(await done(cx('audit', 'list', '--server', 'payout', '--as', 'auditor'))).toContain('Allocate');
    });

    it('is proved without the installation, by cx and by a program in another language', async () => {
      const bundle = join(folder, 'bundle');
      await done(cx('bonus', 'record', CLOSED, '--out', bundle, '--as', 'auditor'));
      expect(await done(runCx(['verify', bundle], { CX_DATA: '/nonexistent' }))).not.toContain('NO ');
      await done(runProgram('python3', ['test/oracle/record.py', bundle], {}));
    });

    it('keeps every byte of its record when a customer of that month is forgotten, and still verifies', async () => {
      const listed = await done(cx('cases', 'delivered_by_first_promise', MONTH, '--miss', '--limit', '1', '--json'));
      const [found] = JSON.parse(listed).observations as { caseRef: string; caseId: string }[];
      expect(found?.caseId, listed).toMatch(/^[0-9a-f]{8}$/);
      const orderId = found?.caseId ?? '';
      await done(cx('erase', 'case', 'ordering', orderId, '--reason', 'request 2018-7', '--as', 'operator'));
      expect(await done(cx('cases', 'delivered_by_first_promise', MONTH, '--json'))).not.toContain(orderId);

      const [before, after] = [join(folder, 'bundle'), join(folder, 'bundle-after')];
      await done(cx('bonus', 'record', CLOSED, '--out', after, '--as', 'auditor'));
      expect(digestsIn(after)).toEqual(digestsIn(before));
      expect(await done(runCx(['verify', after], { CX_DATA: '/nonexistent' }))).not.toContain('NO ');
      await done(runProgram('python3', ['test/oracle/record.py', after], {}));
    });
  });
}

/** The SHA-256 of every file of a folder, by its path. */
function digestsIn(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path), createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}
