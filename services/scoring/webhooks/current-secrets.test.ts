import { describe, expect, it } from 'vitest';
import { currentSecrets } from './current-secrets.js';

const line = (name: string, filled: number) => `${name} whsec_${Buffer.alloc(32, filled).toString('base64')}`;

describe('currentSecrets', () => {
  it('reads a text again when it changes, and keeps what it had while the text cannot be used', () => {
    let text = line('hr', 1);
    const mistakes: string[] = [];
    const current = currentSecrets(
      () => text,
      (why) => mistakes.push(why),
    );
    expect(current().get('hr')).toEqual([Buffer.alloc(32, 1)]);
    text = `${line('hr', 2)}\n${line('hr', 1)}`;
    expect(current().get('hr')).toEqual([Buffer.alloc(32, 2), Buffer.alloc(32, 1)]);
    text = 'hr whsec_short';
    expect([current().get('hr')?.length, current().get('hr')?.length]).toEqual([2, 2]);
    expect(mistakes).toEqual(['line 1 is not NAME whsec_BASE64 with a key of 24 to 64 bytes in base64']);
    text = line('hr', 2);
    expect(current().get('hr')).toEqual([Buffer.alloc(32, 2)]);
  });
});
