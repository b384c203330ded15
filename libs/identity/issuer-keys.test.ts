import { exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { IssuerKeys } from './issuer-keys.js';
import { causeOf } from './unproven.js';

const SECOND = 1_000;
let [one, two]: object[] = [];
beforeAll(async () => {
  [one, two] = await Promise.all(
    ['one', 'two'].map(async (kid) => ({ ...(await exportJWK((await generateKeyPair('ES256')).publicKey)), kid })),
  );
});

/** An issuer that can be down, and a clock. */
function world() {
  const state = { now: 1_000_000_000, keys: [one], isDown: false, readings: 0, failures: 0 };
  const keys = new IssuerKeys({
    now: () => state.now,
    readKeys: async () => {
      state.readings += 1;
      if (state.isDown) throw new Error('connect ECONNREFUSED');
      return { keys: state.keys } as JSONWebKeySet;
    },
    onRead: (error) => {
      if (error !== undefined) state.failures += 1;
    },
  });
  const ask = (kid: string) =>
    keys.find({ alg: 'ES256', kid }, {} as never).then(
      () => 'found',
      (error: unknown) => causeOf(error) ?? error,
    );
  return { state, ask };
}

describe('the keys of an issuer', () => {
  it('are read once for many callers at once', async () => {
    const { state, ask } = world();
    expect(await Promise.all([ask('one'), ask('one'), ask('one')])).toEqual(['found', 'found', 'found']);
    expect(state.readings).toBe(1);
  });

  it('are read again for a key that is new, so its first token is believed', async () => {
    const { state, ask } = world();
    await ask('one');
    state.keys = [one, two] as object[];
    state.now += 11 * SECOND;
    expect(await ask('two')).toBe('found');
  });

  it('are not read for each invented name of a key', async () => {
    const { state, ask } = world();
    await ask('one');
    for (let times = 0; times < 100; times++) expect(await ask(`invented-${times}`)).toBe('TOKEN_KEY_UNKNOWN');
    expect(state.readings).toBe(1);
  });

  it('stay in use while the issuer is down, for as long as that lasts', async () => {
    const { state, ask } = world();
    await ask('one');
    state.isDown = true;
    for (let minutes = 0; minutes < 600; minutes += 6) {
      state.now += 6 * 60 * SECOND;
      expect(await ask('one')).toBe('found');
    }
    expect(state.failures).toBeGreaterThan(50);
  });

  it('that are not known while the issuer is down may be asked for again later', async () => {
    const { state, ask } = world();
    state.isDown = true;
    expect(await ask('one')).toBe('ISSUER_UNAVAILABLE');
    expect(await ask('one')).toBe('ISSUER_UNAVAILABLE');
    expect(state.readings).toBe(1);
    state.isDown = false;
    state.now += 10 * SECOND;
    expect(await ask('one')).toBe('found');
  });

  it('are read anew in the background after five minutes: a caller does not wait for a slow issuer', async () => {
    const state = { now: 0, answer: (_: JSONWebKeySet) => {} };
    let isSlow = false;
    const readKeys = () =>
      isSlow
        ? new Promise<JSONWebKeySet>((resolve) => (state.answer = resolve))
        : Promise.resolve({ keys: [one] } as JSONWebKeySet);
    const keys = new IssuerKeys({ readKeys, now: () => state.now });
    await keys.find({ alg: 'ES256', kid: 'one' }, {} as never);
    isSlow = true;
    state.now = 301 * SECOND;
    await keys.find({ alg: 'ES256', kid: 'one' }, {} as never); // would wait for ever
    state.answer({ keys: [one, two] } as JSONWebKeySet);
    await new Promise((resume) => setImmediate(resume));
    expect(await keys.find({ alg: 'ES256', kid: 'two' }, {} as never)).toBeDefined();
  });
});
