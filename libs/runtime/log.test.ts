import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLog, hideInLog } from './log.js';

/** What one line of the log says. */
function logged(facts: object, message = 'a call failed'): string {
  const lines: string[] = [];
  createLog('delivery', 'info', (line) => lines.push(line)).info(facts, message);
  return lines.join('');
}

const TOKEN = ['eyJhbGciOiJSUzI1NiJ9', 'eyJzdWIiOiJhbm5hIn0', 'c2lnbmF0dXJl'].join('.');
const PEM = ['-----BEGIN PRIVATE', 'KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE', 'KEY-----'].join(' ');

describe('the log', () => {
  it('shows what is no secret as it is', () => {
    const facts = { grpc: 7103, sha256: '5d'.repeat(32), topic: 'cx.observations.delivery.v1', shard: 'delivery/1' };
    expect(JSON.parse(logged(facts))).toMatchObject({
      ...facts,
      service: 'delivery',
      level: 'info',
      msg: 'a call failed',
    });
  });

  it.each([
    ['a token', { answer: `got ${TOKEN}` }, 'eyJ'],
    ['a token in metadata', { metadata: { authorization: [`Bearer ${TOKEN}`] } }, 'eyJ'],
    ['a token of another form', { header: 'Bearer 7f3a-opaque-token' }, 'opaque'],
    ['a password by the name of its field', { config: { CX_DATABASE_PASSWORD: 'h0rse "battery"' } }, 'h0rse'],
    ['a secret of a client', { client_secret: 'staple-correct' }, 'staple'],
    ['a key by the name of its field', { caseKey: 'ab'.repeat(32) }, 'abab'],
    ['a password in an address', { url: 'postgres://cx:h0rse@db.example.com/cx' }, 'h0rse'],
    ['an e-mail address', { caller: 'anna.schmidt@example.com' }, 'schmidt'],
    ['a private key', { file: PEM }, 'MIIE'],
  ])('hides %s', (_, facts, secret) => {
    const line = logged(facts);
    expect(line).not.toContain(secret);
    expect(line).toContain('[hidden]');
    expect(() => JSON.parse(line)).not.toThrow();
  });

  it('hides the secrets of its own process wherever they stand', () => {
    hideInLog('correct horse battery');
    expect(logged({}, 'the server said: login as correct horse battery failed')).not.toContain('battery');
  });

  it('shows an error with its causes, by type, message, stack and code', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
    const { error } = JSON.parse(logged({ error: new Error('the database does not answer', { cause }) }));
    expect(error).toMatchObject({
      type: 'Error',
      message: 'the database does not answer',
      cause: { message: 'connect ECONNREFUSED 127.0.0.1:1', code: 'ECONNREFUSED' },
    });
    expect(error.stack).toContain('log.test.ts');
  });

  it.each([
    ['the row that PostgreSQL refused', { detail: 'Failing row contains (order-4711).', table: 'fact' }],
    ['where PostgreSQL refused it', { where: 'COPY fact, line 1: "order-4711"' }],
    ['the metadata of a call', { metadata: { 'cx-order': ['order-4711'] } }],
    ['a request', { request: { orderId: 'order-4711' } }],
  ])('shows no %s in an error', (_, fields) => {
    const error = Object.assign(new Error('violates a check constraint'), fields);
    expect(logged({ error: new Error('a bug', { cause: error }) })).not.toContain('4711');
    expect(logged({ error: new AggregateError([error], 'several') })).not.toContain('4711');
  });

  it.each([
    [
      'PostgreSQL about a value',
      Object.assign(new Error('invalid input syntax for type date: "order-4711"'), {
        severity: 'ERROR',
        code: '22007',
      }),
    ],
    ['a parser about its text', new SyntaxError('Unexpected token, "order-4711" is not valid JSON')],
  ])('shows no text that %s quotes', (_, error) => {
    const line = logged({ error });
    expect(line).not.toContain('4711');
    expect(line).toContain('log.test.ts');
  });

  it('shows no value that was thrown and is no error', () => {
    expect(logged({ error: 'order-4711' })).not.toContain('4711');
  });
});

const FULL = '/dev/full';

describe.skipIf(!existsSync(FULL))('a log on a full disk', () => {
  it('does not end its process, also when more lines are lost than are kept', () => {
    const program = `
      import { createLog } from '#libs/runtime/log.js';
      const log = createLog('delivery');
      for (let line = 0; line < 2_000; line++) log.info({ line, text: 'x'.repeat(300) }, 'a line');
      console.error('goes on');`;
    const full = openSync(FULL, 'w');
    const words = ['--import', 'tsx', '--input-type=module', '--eval', program];
    const { status, stderr } = spawnSync(process.execPath, words, {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect([status, stderr]).toEqual([0, 'goes on\n']);
  });
});
