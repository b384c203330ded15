import { describe, expect, it } from 'vitest';
import { problemOfId } from '#libs/domain/id.js';
import { factIdOf } from './fact-id.js';

describe('the id of an imported fact', () => {
  it('begins with the id of its case', () => expect(factIdOf('#1001', 'delivered')).toBe('#1001/delivered'));

  it.each([118, 119, 128])('can be sent for a case id of %d characters', (length) => {
    expect(problemOfId(factIdOf('\u{1F4E6}'.repeat(length), 'delivered'))).toBeUndefined();
  });

  it('can be sent when it is made of two long ids', () => {
    expect(problemOfId(factIdOf('r'.repeat(128), 'o'.repeat(128)))).toBeUndefined();
  });

  it('differs for two long case ids that begin alike', () => {
    const [a, b] = ['a', 'b'].map((end) => factIdOf(`${'x'.repeat(127)}${end}`, 'delivered'));
    expect(a).not.toBe(b);
  });
});
