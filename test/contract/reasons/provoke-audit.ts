import type { Reason } from '#libs/domain/error.js';
import type { Provocation } from './provocation.js';

const HASH = Buffer.alloc(32, 7).toString('base64');

export const AUDIT: Readonly<Record<string, Partial<Record<Reason, Provocation>>>> = {
  ListAudit: {
    FILTER_INVALID: { requests: [{ caller: 'a'.repeat(201) }, { from: '0001-01-01T00:00:00Z' }] },
    PAGE_INVALID: { requests: [{ pageSize: -1 }, { pageToken: 'no-token' }] },
  },
  VerifyAudit: {
    HEAD_INVALID: { requests: [{ rememberedPosition: 1 }, { rememberedHash: HASH }] },
  },
};
