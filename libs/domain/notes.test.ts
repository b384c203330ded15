import { describe, expect, it } from 'vitest';
import { notesOn } from './notes.js';

describe('notes on objects', () => {
  it('says what was noted last of an object, and nothing of another one', () => {
    const notes = notesOn<object, string>();
    const [fact, list] = [{ kind: 'placed' }, Object.freeze(['placed'])];
    expect(notes.get(fact)).toBeUndefined();
    notes.set(fact, 'first');
    notes.set(fact, 'second');
    notes.set(list, 'of a list');
    expect([notes.get(fact), notes.get(list), notes.get({ kind: 'placed' })]).toEqual([
      'second',
      'of a list',
      undefined,
    ]);
  });

  it('keeps notes of two kinds apart', () => {
    const [some, others] = [notesOn<object, string>(), notesOn<object, string>()];
    const fact = {};
    some.set(fact, 'some');
    expect(others.get(fact)).toBeUndefined();
    others.set(fact, 'others');
    expect([some.get(fact), others.get(fact)]).toEqual(['some', 'others']);
  });

  it('leaves the object as it is for everything else', () => {
    const fact = { kind: 'placed' };
    notesOn<object, string>().set(fact, 'a note');
    expect(fact).toEqual({ kind: 'placed' });
    expect([Reflect.ownKeys(fact), JSON.stringify(fact), { ...fact }]).toEqual([
      ['kind'],
      '{"kind":"placed"}',
      { kind: 'placed' },
    ]);
  });
});
