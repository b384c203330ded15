import { describe, expect, it } from 'vitest';
import { ContactReceived } from '#libs/contracts/cx/support/v1/support.js';
import { received } from './received.js';

const contact = ContactReceived.fromPartial({ unit: 'team/a', zone: 'Europe/Berlin' });

describe('a contact that is received', () => {
  it('needs a unit and a zone, and nothing else', () => {
    expect(received.check?.(contact, 0)).toBeUndefined();
    expect(received.read?.(contact, 0)).toEqual({
      ...{ name: 'received', happenedAt: 0, unit: 'team/a', zone: 'Europe/Berlin' },
      ...{ channel: undefined, priority: undefined, language: undefined },
    });
    expect(received.describe?.(contact, 'UTC')).toBe('taken by team/a');
  });

  it('may say how the customer asked, how urgent it is and in which language', () => {
    const more = { ...contact, channel: 6, priority: 4, language: 'de-CH' };
    expect(received.check?.(more, 0)).toBeUndefined();
    expect(received.read?.(more, 0)).toMatchObject({ channel: 'IN_PERSON', priority: 'URGENT', language: 'de-CH' });
    expect(received.describe?.(more, 'UTC')).toBe('taken by team/a, in person, urgent, de-CH');
  });

  it.each([
    ['no unit', { unit: '' }, 'UNIT_INVALID', 'received.unit'],
    ['a zone that does not exist', { zone: 'Mars/Olympus' }, 'ZONE_UNKNOWN', 'received.zone'],
    ['a channel that this version does not know', { channel: 7 }, 'CHANNEL_UNKNOWN', 'received.channel'],
    ['a priority that this version does not know', { priority: 5 }, 'PRIORITY_UNKNOWN', 'received.priority'],
    ['a language with an underscore', { language: 'pt_BR' }, 'LANGUAGE_INVALID', 'received.language'],
  ])('is refused with %s', (_, wrong, reason, field) => {
    expect(received.check?.({ ...contact, ...wrong }, 0)).toMatchObject({ reason, field });
  });
});
