import { describe, expect, it } from 'vitest';
import { CONTENT_TYPE, envelope } from './envelope.js';
import { signatures } from './signature.js';

describe('signatures', () => {
  const parts = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
  const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
  /** The example of the libraries of Standard Webhooks. */
  const example = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

  it('gives the signature of the published example', () => {
    expect(signatures([key], parts)).toBe(example);
  });

  it('gives one signature for each key, in their order', () => {
    expect(signatures([Buffer.alloc(32), key], parts).split(' ')).toEqual([expect.stringMatching(/^v1,/), example]);
  });
});

describe('envelope', () => {
  it('is CloudEvents 1.0 as JSON, the same bytes each time', () => {
    const message = {
      ...{
        id: '4f5b1c9e-6f53-4a37-9d1f-3f2d8c9f8a01',
        type: 'cx.period.closed',
        subject: 'periods/2018-07/snapshots/3',
      },
      ...{ at: Date.parse('2018-09-05T08:00:00Z'), data: { period: 'periods/2018-07' } },
    };
    const body = envelope(message, '9d3c1a52-0000-4000-8000-000000000001');
    expect(CONTENT_TYPE).toMatch(/^application\/cloudevents\+json/);
    expect(envelope({ ...message }, '9d3c1a52-0000-4000-8000-000000000001')).toBe(body);
    expect(JSON.parse(body)).toEqual({
      ...{ specversion: '1.0', id: message.id, source: 'urn:uuid:9d3c1a52-0000-4000-8000-000000000001' },
      ...{ type: 'cx.period.closed', subject: 'periods/2018-07/snapshots/3', time: '2018-09-05T08:00:00.000Z' },
      ...{ datacontenttype: 'application/json', data: { period: 'periods/2018-07' } },
    });
  });
});
