import { describe, expect, it } from 'vitest';
import { CxError } from '#libs/domain/error.js';
import { asReadOnlyServer, asRefusal, isConnectionLost, isWorthRetrying } from './failure.js';

const failed = (code: string, message = 'it failed') => Object.assign(new Error(message), { code });

describe('a failure of the store', () => {
  it.each([
    ['two could not be serialised', failed('40001'), true, false],
    ['a deadlock', failed('40P01'), true, false],
    ['a statement that took too long', failed('57014'), false, false],
    ['a lock that took too long', failed('55P03'), false, false],
    ['too many connections', failed('53300'), false, false],
    ['a server that stops', failed('57P01'), false, true],
    ['a server that starts', failed('57P03'), false, true],
    ['a transaction left idle', failed('25P03'), false, true],
    ['no server listening', failed('ECONNREFUSED'), false, true],
    [
      'no server listening on any address',
      new AggregateError([failed('ECONNREFUSED'), failed('ECONNREFUSED')]),
      false,
      true,
    ],
    ['a connection cut', new Error('Connection terminated unexpectedly'), false, true],
    ['no answer to a statement', new Error('Query read timeout'), false, true],
    ['no free connection', new Error('timeout exceeded when trying to connect'), false, true],
  ])('such as %s can be tried again by the caller', (_, error, worthRetrying, lost) => {
    expect([isWorthRetrying(error), isConnectionLost(error)]).toEqual([worthRetrying, lost]);
    expect(asRefusal(error)).toMatchObject({ reason: 'STORE_UNAVAILABLE', cause: error });
  });

  it.each([
    ['53100', 'could not extend file "base/5/1259": No space left on device'],
    ['58030', 'could not write to file "pg_wal/xlogtemp.12": No space left on device'],
  ])('such as %s, "%s", is a full disk', (code, message) => {
    expect(asRefusal(failed(code, message))).toMatchObject({ reason: 'STORE_FULL' });
  });

  it('that comes again at every try is told apart, and its connection is given up', () => {
    const refusal = asRefusal(failed('28P01', 'password authentication failed for user "cx"'));
    expect(refusal).toMatchObject({ reason: 'STORE_MISCONFIGURED', message: expect.not.stringContaining('try again') });
    expect(isConnectionLost(refusal)).toBe(true);
  });

  it('is a server that became read-only only where the transaction may write', () => {
    expect(asReadOnlyServer(failed('25006'))).toMatchObject({ reason: 'STORE_MISCONFIGURED' });
    const other = failed('23505');
    expect(asReadOnlyServer(other)).toBe(other);
  });

  it.each([
    ['a constraint that was broken', failed('23505')],
    ['a table that is not there', failed('42P01')],
    ['a write where only reading was announced', failed('25006')],
    ['a bug', new TypeError('undefined is not a function')],
    ['a refusal', new CxError('ORDER_UNKNOWN', 'never placed')],
    ['no error at all', 'text'],
  ])('is not %s: that stays what it is', (_, error) => {
    expect(asRefusal(error)).toBe(error);
    expect([isWorthRetrying(error), isConnectionLost(error)]).toEqual([false, false]);
  });
});
