import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OwnDepartment } from '#libs/domain/source.js';
import { addressesFrom, addressOf, readAddresses, readPortBase, SettingError, sourceOf } from './addresses.js';

describe('where cx asks', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cx data '));
    writeFileSync(join(folder, 'addresses.json'), JSON.stringify({ scoring: '127.0.0.1:9100' }));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses a mistyped name, which would be a department of the company itself', () => {
    const read = (text: string) => () => readAddresses({ CX_ADDRESSES: text });
    expect(read('skoring=10.0.0.1:7100')).toThrow('names skoring, and not scoring. Did you mean scoring?');
    expect(read('suport=10.0.0.1:7104,support=10.0.0.2:7104')()).toMatchObject({ suport: '10.0.0.1:7104' });
    expect(read('product=10.0.0.1:7110')()).toMatchObject({ product: '10.0.0.1:7110' });
  });

  it('is the default ports, in the order scoring, ordering, warehouse, delivery, support, survey', () => {
    expect(Object.entries(addressesFrom(readPortBase(''))).map((pair) => pair.join('='))).toEqual([
      'scoring=127.0.0.1:7100',
      'ordering=127.0.0.1:7101',
      'warehouse=127.0.0.1:7102',
      'delivery=127.0.0.1:7103',
      'support=127.0.0.1:7104',
      'survey=127.0.0.1:7105',
    ]);
  });

  it('is the ports of the start whose CX_PORT_BASE is set', () => {
    expect(readAddresses({ CX_PORT_BASE: '8100' })).toMatchObject({
      scoring: '127.0.0.1:8100',
      survey: '127.0.0.1:8105',
    });
  });

  it('is what npm start wrote into the data folder', () => {
    expect(readAddresses({ CX_DATA: folder }).scoring).toBe('127.0.0.1:9100');
  });

  it('is CX_ADDRESSES before all others, and IPv6 is written in brackets', () => {
    const env = { CX_DATA: folder, CX_ADDRESSES: 'scoring=[::1]:7100, delivery=shop.example:7103' };
    expect(readAddresses(env)).toMatchObject({ scoring: '[::1]:7100', delivery: 'shop.example:7103' });
    expect([sourceOf('scoring', env), sourceOf('support', env)]).toEqual([
      'CX_ADDRESSES',
      join(folder, 'addresses.json'),
    ]);
  });

  it('is CX_ADDRESSES for a department of the company itself, which has no default port', () => {
    const product = 'product' as OwnDepartment;
    expect(readAddresses({ CX_ADDRESSES: 'product=shop.example:7301' })[product]).toBe('shop.example:7301');
    expect(readAddresses({})[product]).toBeUndefined();
  });

  it.each([
    [
      'the first port',
      { CX_PORT_BASE: '8100' },
      'CX_PORT_BASE gives the ports of the built-in departments only: set CX_DATA',
    ],
    [
      'an older data folder',
      'CX_DATA',
      'addresses.json does not name it: start npm start again with the --company folder',
    ],
    [
      'another list',
      { CX_ADDRESSES: 'it=127.0.0.1:7301', CX_PORT_BASE: '8100' },
      'or add product=HOST:PORT to CX_ADDRESSES.',
    ],
  ])('is told for a department of the company itself that %s does not give', (_, set, cure) => {
    const env = set === 'CX_DATA' ? { CX_DATA: folder } : (set as Record<string, string>);
    const asked = () => addressOf('product' as OwnDepartment, readAddresses(env), env);
    expect(asked).toThrow('cx does not know the address of product.');
    expect(asked).toThrow(cure);
    expect(asked).toThrow(SettingError);
  });

  it.each([
    '127.0.0.1:7100', // no name
    'scoring:127.0.0.1:7100',
    '{"scoring":"127.0.0.1:7100"}',
    'scoring=7100', // no host
    'scoring=127.0.0.1', // no port
    'scoring=127.0.0.1:0',
    'scoring=127.0.0.1:65536',
    'scoring=::1:7100', // no brackets
    'Scoring=127.0.0.1:7100',
    'customer=127.0.0.1:7100', // no department can have this name
    'scoring=http://127.0.0.1:7100',
    'scoring=127.0.0.1:7100,',
    'scoring=127.0.0.1:7100;delivery=127.0.0.1:7103',
  ])('is refused in another form: CX_ADDRESSES=%s', (text) => {
    expect(() => readAddresses({ CX_ADDRESSES: text })).toThrow(SettingError);
    expect(() => readAddresses({ CX_ADDRESSES: text })).toThrow('Form: CX_ADDRESSES=NAME=HOST:PORT');
  });

  it.each(['0', '65336', '8100.5', 'eight', '-1', ' '])('is refused in another form: CX_PORT_BASE=%s', (text) => {
    expect(() => readAddresses({ CX_PORT_BASE: text })).toThrow('Form: a whole number from 1 to 65334');
  });

  it('is not guessed when CX_DATA names a folder without an installation, or with a damaged file', () => {
    expect(() => readAddresses({ CX_DATA: join(folder, 'other') })).toThrow('has never served from that folder');
    writeFileSync(join(folder, 'addresses.json'), '{');
    expect(() => readAddresses({ CX_DATA: folder })).toThrow('is damaged');
  });
});
