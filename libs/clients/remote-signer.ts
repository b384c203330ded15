import { SignerServiceClient, SigningPurpose, type SignRootResponse } from '#libs/contracts/cx/signing/v1/signing.js';
import { CxError } from '#libs/domain/error.js';
import type { SigningPurpose as Purpose } from '#libs/domain/signed-message.js';
import { call, client, refusalOf } from '#libs/grpc/client.js';
import type { ConnectionTo } from '#libs/grpc/connection.js';
import type { KeyedSignature, SignFile } from '#libs/signing/keyed-signature.js';
import type { PublicKey } from '#libs/signing/public-keys.js';
import { isInSpan, isSignedBy } from '#libs/signing/signature.js';

/** Asks for signatures; it cannot read a key. All of them throw SIGNER_UNAVAILABLE when it gives none, or one that its key did not make. */
export interface RemoteSigner {
  /** Of root.json; for scoring. */
  readonly signRoot: SignFile;
  /** Of the manifest of a payout; for the payout process. */
  readonly signManifest: SignFile;
  /** The public halves of its keys, oldest first. @throws when it does not answer */
  keys(): Promise<readonly PublicKey[]>;
  close(): void;
}

/** A close waits for the signature with its transaction open. */
const DEADLINE_MS = 5_000;

/** @param address  host:port; the process there has to have the certificate of the signer */
export function remoteSigner(address: string, connectionTo: ConnectionTo): RemoteSigner {
  const signer = client(SignerServiceClient, address, connectionTo('signer'));
  const options = { deadlineMs: DEADLINE_MS };
  const signed = (purpose: Purpose, ask: (named: Named) => Promise<SignRootResponse>): SignFile => {
    return async (name, sha256) => {
      const given = await ask({ name, sha256: Buffer.from(sha256, 'hex') }).catch((error: unknown) => {
        throw new CxError('SIGNER_UNAVAILABLE', `the signer at ${address} did not sign: ${wordsOf(error)}`, {
          cause: error,
        });
      });
      return checked(given, { purpose, sha256, address });
    };
  };
  const purpose = SigningPurpose.SIGNING_PURPOSE_BONUS_ROOT;
  return {
    signRoot: signed('BONUS_ROOT', (named) => call(signer, 'signRoot', { ...named, purpose }, options)),
    signManifest: signed('PAYOUT_MANIFEST', (named) => call(signer, 'signManifest', named, options)),
    keys: async () => {
      const { keys } = await call(signer, 'listKeys', {}, options);
      return keys.map(keyFrom);
    },
    close: () => signer.close(),
  };
}

interface Named {
  readonly name: string;
  readonly sha256: Buffer;
}

interface Expected {
  readonly purpose: Purpose;
  readonly sha256: string;
  readonly address: string;
}

/** A signature that does not verify would make what it is of look forged for ever, so it is none. */
function checked(given: SignRootResponse, { purpose, sha256, address }: Expected): KeyedSignature {
  const { signature, signedAt, key } = given;
  const by = key && keyFrom(key);
  const hex = Buffer.from(signature).toString('hex');
  const signed = { purpose, sha256, signedAt: signedAt?.getTime() ?? 0 } as const;
  if (by !== undefined && isInSpan(signed.signedAt, by) && isSignedBy(by.publicKey, signed, hex))
    return { ...signed, keyId: by.keyId, signature: hex, key: by };
  throw new CxError('SIGNER_UNAVAILABLE', `what the signer at ${address} gave is no signature by its key`);
}

function keyFrom({ keyId, publicKey, from, until }: NonNullable<SignRootResponse['key']>): PublicKey {
  const hex = Buffer.from(publicKey).toString('hex');
  return { keyId, publicKey: hex, from: from?.getTime() ?? 0, until: until?.getTime() };
}

function wordsOf(error: unknown): string {
  return refusalOf(error)?.reason ?? (error instanceof Error ? error.message : String(error));
}
