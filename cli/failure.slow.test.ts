import { describe, expect, it } from 'vitest';
import { freePort } from '#deploy/local/ports.js';
import { runCx } from '#test/stack/run-cx.js';

describe('a call that nothing answers', () => {
  it('names the service, its address, and the setting that the address came from', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const env = { CX_ADDRESSES: `scoring=${address}` };
    const { code, stdout, stderr } = await runCx(['index', 'get', 'delivery', '2018-08'], env);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`Nothing answers at ${address} (scoring, address from CX_ADDRESSES).`);
    expect(stderr).toContain('npm start');
  });

  it('of a stream names it, too', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const { stderr } = await runCx(['index', 'watch', 'delivery', '2018-08'], { CX_ADDRESSES: `scoring=${address}` });
    expect(stderr).toContain(`Nothing answers at ${address} (scoring`);
  });

  it('and a setting that is not understood ends with exit code 2 and the form that is expected', async () => {
    const { code, stdout, stderr } = await runCx(['index', 'get', 'delivery', '2018-08'], { CX_ADDRESSES: 'x:1' });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^CX_ADDRESSES is not understood at "x:1"\. Form: CX_ADDRESSES=NAME=HOST:PORT/);
  });
});
