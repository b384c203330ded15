import { describe, expect, it } from 'vitest';
import { Passwords } from './passwords.js';

/** A file with a password and a clock, both of which the test moves. */
function replaced() {
  const reports: string[] = [];
  const world = { file: 'old', ms: 0, reports };
  const passwords = new Passwords(
    () => world.file,
    () => reports.push(world.file),
    () => world.ms,
  );
  passwords.taken(passwords.next());
  world.file = 'new';
  return { world, passwords };
}

describe('a password that is replaced', () => {
  it('is used for the next connection as soon as it stands in the file', () => {
    const { passwords } = replaced();
    expect(passwords.next()).toBe('new');
  });

  it('gives way to the old one while the server does not know it, and says so once', () => {
    const { world, passwords } = replaced();
    expect(passwords.refused('new')).toBe(true);
    expect(passwords.next()).toBe('old');
    expect(passwords.refused('new')).toBe(true); // a connection that was under way
    expect(passwords.next()).toBe('old');
    world.ms = 10_000;
    passwords.refused('new');
    expect(world.reports).toEqual(['new']);
  });

  it('is used again as soon as the server refuses the old one', () => {
    const { passwords } = replaced();
    passwords.refused('new');
    expect(passwords.refused('old')).toBe(true);
    expect(passwords.next()).toBe('new');
  });

  it('is used within six tries, also when a connection that tried it too early learns of its refusal late', () => {
    const { passwords } = replaced();
    const server = { password: 'old' };
    const tried: string[] = [];
    for (let isTaken = false; !isTaken && tried.length < 10; ) {
      const password = passwords.next();
      tried.push(password);
      if (tried.length === 2) server.password = 'new'; // between this try and its answer
      isTaken = password === server.password;
      if (!isTaken) passwords.refused(password);
      if (tried.length === 2) passwords.refused('new'); // of the other connection
    }
    expect(tried).toEqual(['new', 'old', 'old', 'new']);
  });

  it('is tried again after ten seconds, also when the server still takes the old one', () => {
    const { world, passwords } = replaced();
    passwords.refused('new');
    world.ms = 9_999;
    expect(passwords.next()).toBe('old');
    world.ms = 10_000;
    expect(passwords.next()).toBe('new');
  });

  it('replaces open connections one by one, unless the server refuses it', () => {
    const { world, passwords } = replaced();
    expect(passwords.isOld('old')).toBe(false); // the file was looked at less than five seconds ago
    world.ms = 5_000;
    expect(passwords.isOld('old')).toBe(true);
    passwords.refused('new');
    expect(passwords.isOld('old')).toBe(false);
    passwords.refused('old');
    passwords.taken('new');
    expect([passwords.isOld('old'), passwords.isOld('new')]).toEqual([true, false]);
  });

  it('has no other to try when the server never took one', () => {
    const passwords = new Passwords(() => 'wrong');
    expect(passwords.refused('wrong')).toBe(false);
    expect(passwords.next()).toBe('wrong');
  });
});
