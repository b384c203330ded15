import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Child, startChild } from '#deploy/local/children.js';
import { getText } from '#deploy/local/get-text.js';
import { freePort } from '#deploy/local/ports.js';
import { builtPrograms } from '#deploy/local/programs.js';
import { type SoundPlace, soundPlace } from '#test/stack/sound-place.js';

interface Status {
  readonly sourceFaults: readonly { readonly source: string; readonly reason: string; readonly detail: string }[];
}

/** The process of delivery, whose settings say that ordering answers where delivery itself does. */
describe('a department that is led to another service than it means', () => {
  let place: SoundPlace;
  let child: Child;
  let name: string;
  let http: number;

  beforeAll(async () => {
    place = await soundPlace('delivery');
    const programOf = await builtPrograms();
    const grpc = await freePort();
    http = await freePort();
    name = `delivery-${http}`;
    const env = {
      ...place.settings,
      ...{ CX_GRPC_PORT: String(grpc), CX_HTTP_PORT: String(http) },
      CX_UPSTREAMS: JSON.stringify({ ordering: `127.0.0.1:${grpc}` }),
    };
    child = startChild({ name, file: programOf('delivery'), logDir: tmpdir(), env });
  });
  afterAll(async () => {
    await child?.stop();
    await place?.remove();
  });

  it('sends nothing, shows the reason at /statusz, and logs it once', async () => {
    const read = async (): Promise<Status['sourceFaults']> => {
      const page = await getText(`https://127.0.0.1:${http}/statusz`, place.operator).catch(() => undefined);
      return page?.status === 200 ? (JSON.parse(page.text) as Status).sourceFaults : [];
    };
    await expect.poll(read, { timeout: 60_000, interval: 500 }).toHaveLength(1);
    expect(await read()).toMatchObject([
      {
        source: 'ordering',
        reason: 'SOURCE_IS_ANOTHER',
        detail: expect.stringContaining('ordering was meant, and the certificate is that of delivery'),
      },
    ]);
    // A fault stands from an instant on, and is logged with the next attempt.
    const lines = () => readFileSync(join(tmpdir(), `${name}.log`), 'utf8').match(/batches cannot be fetched from/g);
    await expect.poll(lines, { timeout: 30_000 }).toHaveLength(1);
  });
});
