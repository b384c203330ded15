import { describe, expect, it } from 'vitest';
import {
  currentDefinitions,
  editsOfPublished,
  type PublishedDefinition,
  recordedDefinitions,
  withNewDefinitions,
} from './published-definitions.js';

const row = (changes: Partial<PublishedDefinition> = {}): PublishedDefinition => ({
  ...{ metric: 'first_response', definition: 1, codeVersion: 1, sha256: 'aa', code: 'c1' },
  ...changes,
});

describe('published definitions', () => {
  it('are the same now as when they were published', () => {
    expect(editsOfPublished(recordedDefinitions(), currentDefinitions())).toEqual([]);
  });

  it.each([
    ['edited without a new number', [row({ sha256: 'bb' })], /definition 1 .* add a definition with the next number/],
    ['removed', [], /is gone. Put it back/],
    ['given another rule', [row({ code: 'c2' })], /raise codeVersion; if none can, set "code" to "c2"/],
  ])('are not %s', (_, current, sentence) => {
    expect(editsOfPublished([row()], current)).toEqual([expect.stringMatching(sentence)]);
  });

  it('may get another definition beside them, or a corrected rule with a new code version', () => {
    const current = [row({ codeVersion: 2, sha256: 'bb', code: 'c2' }), row({ definition: 2, sha256: 'cc' })];
    expect(editsOfPublished([row()], current)).toEqual([]);
    expect(withNewDefinitions([row()], current)).toEqual([row(), ...current]);
  });

  it('are never written over', () => {
    expect(withNewDefinitions([row()], [row({ sha256: 'bb' })])).toEqual([row()]);
  });
});
