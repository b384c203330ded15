import type { Reason } from '#libs/domain/error.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import type { SigningKey } from '#libs/signing/key-file.js';
import { keyAt } from '#libs/signing/key-file.js';
import { makeKey } from '#libs/signing/make-keys.js';
import { signerService } from '#services/signer/grpc/signer-service.js';
import type { Provocation } from './provocation.js';
import { clock } from './servers.js';

const holds: { keys: readonly SigningKey[] } = { keys: [makeKey(0)] };

/** The services of the signer. */
export function signerServices(): ServedService[] {
  const keys = {
    get all() {
      return holds.keys;
    },
    at: (now: number) => keyAt(holds.keys, now),
  };
  return [signerService({ keys, clock, metrics: { signaturesTotal: { inc: () => undefined } as never } })];
}

/** No key of the signer has its span, until the call has ended. */
async function withoutKey(): Promise<() => Promise<void>> {
  const { keys } = holds;
  holds.keys = [];
  return async () => {
    holds.keys = keys;
  };
}

const hash = Buffer.alloc(32, 1).toString('base64');
export const SIGN_ROOT = {
  name: 'periods/2018-03/snapshots/1',
  purpose: 'SIGNING_PURPOSE_BONUS_ROOT',
  sha256: hash,
} as const;

/** As the payout process asks. */
export const SIGN_MANIFEST = { name: 'periods/2018-03/payouts/de-eur', sha256: hash } as const;

export const SIGNING: Readonly<Record<string, Partial<Record<Reason, Provocation>>>> = {
  SignRoot: {
    HASH_INVALID: { requests: [{ ...SIGN_ROOT, sha256: '' }] },
    PURPOSE_INVALID: { requests: [{ ...SIGN_ROOT, purpose: 'SIGNING_PURPOSE_UNSPECIFIED' }] },
    SIGNING_KEY_MISSING: { before: withoutKey },
  },
  SignManifest: {
    HASH_INVALID: { requests: [{ ...SIGN_MANIFEST, sha256: '' }] },
    SIGNING_KEY_MISSING: { before: withoutKey },
  },
  ListKeys: {},
};
