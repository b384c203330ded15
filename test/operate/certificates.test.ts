import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getText } from '#deploy/local/get-text.js';
import { builtPrograms } from '#deploy/local/programs.js';
import { SERVICES } from '#deploy/local/services.js';
import { Feed, loadOf } from '#test/chaos/load.js';
import { exportedLines, linesOf, untilCounted } from '#test/e2e/counts.js';
import { olistRules } from '#test/rules/olist.js';
import { Random } from '#test/simulation/random.js';
import { brokers } from '#test/stack/installation.js';
import { readOn } from './readers.js';
import { RollingInstallation } from './rolling.js';
import { operate } from './scripts.js';

describe('a new authority', () => {
  let rolling: RollingInstallation;
  let folder: string;

  beforeAll(async () => {
    rolling = await RollingInstallation.open({ kafkaBrokers: brokers() });
    folder = join(rolling.dataDir, 'tls');
    await rolling.startAll(await builtPrograms());
  });
  afterAll(() => rolling?.end());

  /** What /statusz answers a reader with the certificate of Prometheus in that folder. */
  const statusFor = async (files: string) => {
    const [ca, cert, key] = [
      readFileSync(join(folder, 'ca.crt')),
      readFileSync(join(files, 'prometheus.crt')),
      readFileSync(join(files, 'prometheus.key')),
    ];
    return getText(`https://127.0.0.1:${rolling.newest('delivery')?.http}/statusz`, { ca, cert, key });
  };
  const rotate = (env: Readonly<Record<string, string>> = {}, ...command: readonly string[]) => {
    const addresses = SERVICES.map((name) => `${name}=${rolling.addresses[name]}`).join();
    const settings = { CX_WAIT_SECONDS: '7', CX_ADDRESSES: addresses, ...env };
    return operate('rotate-certificates.sh', [folder, ...command], settings);
  };

  it('takes over while feeds report and readers ask: no call fails, and then the old one proves nothing', async () => {
    const load = await loadOf(300, 1);
    let share = 0.1;
    const sending = new Feed([rolling.addresses], load.generations.flat(), new Random(22), () => share).run();
    const readers = readOn(rolling.addresses);
    const pacing = setInterval(() => (share += 0.015), 500);
    const old = join(rolling.dataDir, 'old');
    cpSync(folder, old, { recursive: true });
    expect((await statusFor(old)).status).toBe(200);

    const { code, stdout, stderr } = await rotate();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.match(/^\d\. .*$/gm)).toHaveLength(3);
    clearInterval(pacing);
    share = 2;
    await sending;
    await untilCounted(rolling.addresses);
    expect(await exportedLines(rolling.addresses)).toEqual(linesOf(load.evaluationsBy(olistRules)));
    const { calls, failed } = await readers.end();
    console.log(
      `a new authority for ${SERVICES.length} processes; of ${calls} calls of readers, ${failed.length} failed`,
    );
    expect([...new Set(failed)]).toEqual([]);

    const { status, text } = await statusFor(old);
    expect([status, text]).toEqual([401, expect.stringContaining('CERTIFICATE_UNTRUSTED')]);
    expect((await statusFor(folder)).status).toBe(200);
    expect(readFileSync(join(folder, 'before/ca.crt'))).toEqual(readFileSync(join(old, 'ca.crt')));
    rmSync(old, { recursive: true });
  });

  it('stays beside the old one while a process still shows an old certificate', async () => {
    // The second of three times, the files do not reach the processes: they are brought back to what they were.
    const lost = [
      'bash',
      '-c',
      `[ -e "$0/once" ] && cp "$0"/before/*.crt "$0"/before/*.key "$0"; touch "$0/once"`,
      folder,
    ];
    const { code, stderr } = await rotate({}, ...lost);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^AUTHORITY_IN_USE: \w+ still shows a certificate/)]);
    expect((await statusFor(join(folder, 'before'))).status).toBe(200);
  });
});
