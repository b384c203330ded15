import { describe, expect, it } from 'vitest';
import { isLanguage } from './language.js';

describe('a language', () => {
  it.each(['de', 'pt-BR', 'zh-Hant', 'PT-br', 'es-419', 'gsw', 'de-CH-1996'])('may be written %s', (tag) => {
    expect(isLanguage(tag)).toBe(true);
  });

  it.each(['', 'd', 'german language', 'pt_BR', 'de-', 'de\u0000', `de-${'a'.repeat(8)}-x-${'b'.repeat(30)}`])(
    'is not written %j',
    (tag) => {
      expect(isLanguage(tag)).toBe(false);
    },
  );
});
