import {
  type PublicKey as PublicKeyMessage,
  type SignerServiceServer,
  SignerServiceService,
} from '#libs/contracts/cx/signing/v1/signing.js';
import { CxError } from '#libs/domain/error.js';
import { PURPOSES, type SigningPurpose } from '#libs/domain/signed-message.js';
import type { CallContext } from '#libs/grpc/call-context.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { PublicKey } from '#libs/signing/public-keys.js';
import { signatureOf } from '#libs/signing/signature.js';
import type { CurrentKeys } from '../current-keys.js';

export interface SignerServiceOptions {
  readonly keys: Pick<CurrentKeys, 'all' | 'at'>;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'signaturesTotal'>;
}

const HASH_BYTES = 32;

/** SignerService: signs hashes, and says by which keys. */
export function signerService({ keys, clock, metrics }: SignerServiceOptions): ServedService {
  const sign = (purpose: SigningPurpose, bytes: Buffer, { audited }: Pick<CallContext, 'audited'>) => {
    if (bytes.length !== HASH_BYTES)
      throw new CxError('HASH_INVALID', `a hash has ${HASH_BYTES} bytes`, { field: 'sha256' });
    const signedAt = clock.now();
    const key = keys.at(signedAt);
    if (key === undefined) throw new CxError('SIGNING_KEY_MISSING', 'no key has its span now');
    const sha256 = Buffer.from(bytes).toString('hex');
    const signature = signatureOf(key.privateKey, { purpose, sha256, signedAt });
    metrics.signaturesTotal.inc({ purpose });
    audited({ after: { purpose, sha256, keyId: key.keyId, signedAt: new Date(signedAt).toISOString() } });
    return { signature: Buffer.from(signature, 'hex'), signedAt: new Date(signedAt), key: keyToProto(key) };
  };
  const calls: SignerServiceServer = {
    signRoot: unary(async (request, context) => {
      const purpose = PURPOSES.find(request.purpose);
      // Manifests have a call of their own, which only the payout process may make.
      if (purpose !== 'BONUS_ROOT')
        throw new CxError('PURPOSE_INVALID', 'this call signs for no such purpose', { field: 'purpose' });
      return sign(purpose, request.sha256, context);
    }),
    signManifest: unary(async (request, context) => sign('PAYOUT_MANIFEST', request.sha256, context)),
    listKeys: unary(async () => ({ keys: keys.all.map(keyToProto) })),
  };
  return servedService(SignerServiceService, calls);
}

/** The private half of a key has no field to go to. */
function keyToProto({ keyId, publicKey, from, until }: PublicKey): PublicKeyMessage {
  return {
    ...{ keyId, publicKey: Buffer.from(publicKey, 'hex'), from: new Date(from) },
    until: until === undefined ? undefined : new Date(until),
  };
}
