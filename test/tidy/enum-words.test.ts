import { describe, expect, it } from 'vitest';
import { SETTLEMENTS } from '#libs/catalogue/ordering/payment.js';
import { CHANNELS, PRIORITIES } from '#libs/catalogue/support/contact.js';
import { Class, Fulfilment, Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { PaymentMethod, Settlement } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { ShardState } from '#libs/contracts/cx/scoring/v1/counts.js';
import { IndexState } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { Channel, Priority } from '#libs/contracts/cx/support/v1/support.js';
import { CLASSES, ORIGINS } from '#libs/domain/observation.js';
import { FULFILMENTS } from '#libs/domain/promise.js';
import { PAYMENT_METHODS } from '#services/ordering/facts/payments.js';
import { INDEX_STATES } from '#services/scoring/answers/index-state.js';
import { SHARD_STATES } from '#services/scoring/counts/read.js';
import { type Source, sourceOf, sources } from './source.js';

const ENUMS = [
  ['class', CLASSES, Class, 'CLASS_'],
  ['origin', ORIGINS, Origin, 'ORIGIN_'],
  ['index state', INDEX_STATES, IndexState, 'INDEX_STATE_'],
  ['payment method', PAYMENT_METHODS, PaymentMethod, 'PAYMENT_METHOD_'],
  ['channel', CHANNELS, Channel, 'CHANNEL_'],
  ['priority', PRIORITIES, Priority, 'PRIORITY_'],
  ['fulfilment', FULFILMENTS, Fulfilment, 'FULFILMENT_'],
  ['settlement', SETTLEMENTS, Settlement, 'SETTLEMENT_'],
  ['shard state', SHARD_STATES, ShardState, 'SHARD_STATE_'],
] as const;

/** A word beside its number, or a number of the contract: a second table. */
const SECOND_TABLE = /\b(ACCOUNTABLE|EXCLUDED|OTHERS|REPORTED|IMPORTED|GENERATED)'?:\s*\d|\.(CLASS|ORIGIN)_[A-Z]+\b/;
const HOME = 'libs/domain/observation.ts';

const tables = (files: readonly Source[]) =>
  files.filter(({ path, code }) => path !== HOME && SECOND_TABLE.test(code)).map(({ path }) => path);

describe('the words of an enumeration', () => {
  it.each(ENUMS)('%s has the numbers of the contract, and a word for each of them', (_, words, contract, prefix) => {
    const sent = Object.entries(contract).filter(([, number]) => typeof number === 'number' && number > 0);
    const ours = words.words.map((word) => `${prefix}${word.toUpperCase()}`);
    expect(ours).toEqual(sent.map(([name]) => name));
    for (const [name, number] of sent) expect(`${prefix}${words.wordOf(Number(number)).toUpperCase()}`).toBe(name);
  });

  it('of class and origin stand beside their numbers in one file only', () => {
    const code = sources().filter(({ path, isTest }) => !isTest && /^(libs|services)\//.test(path));
    expect(tables(code)).toEqual([]);
  });

  it.each(['const CLASS_NUMBER = { ACCOUNTABLE: 1 };', "new Map([[Origin.ORIGIN_REPORTED, 'REPORTED']]);"])(
    'a second table would be found: %s',
    (code) => {
      expect(tables([sourceOf('services/scoring/x.ts', code)])).toHaveLength(1);
    },
  );
});
