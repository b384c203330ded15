import { SignerServiceClient, SigningPurpose, type SignRootResponse } from '#libs/contracts/cx/signing/v1/signing.js';
import { CxError } from '#libs/domain/error.js';
import { call, client, refusalOf } from '#libs/grpc/client.js';
import type { ConnectionTo } from '#libs/grpc/connection.js';
import type { PublicKey } from '#libs/signing/public-keys.js';
import { isInSpan, isSignedBy } from '#libs/signing/signature.js';
import type { KeyedSignature, SignRoot } from '../../records/signatures/store.js';

/** Asks for signatures; it cannot read a key. */
export interface RemoteSigner {
  /** @throws {CxError} SIGNER_UNAVAILABLE when it gives no signature, or one that its key did not make */
  readonly signRoot: SignRoot;
  /** The public halves of its keys, oldest first. @throws when it does not answer */
  keys(): Promise<readonly PublicKey[]>;
  close(): void;
}

/** A close waits for the signature with its transaction open. */
const DEADLINE_MS = 5_000;
const PURPOSE = 'BONUS_ROOT';

/** @param address  host:port; the process there has to have the certificate of the signer */
export function remoteSigner(address: string, connectionTo: ConnectionTo): RemoteSigner {
  const signer = client(SignerServiceClient, address, connectionTo('signer'));
  const purpose = SigningPurpose.SIGNING_PURPOSE_BONUS_ROOT;
  return {
    signRoot: async (name, sha256) => {
      const request = { name, purpose, sha256: Buffer.from(sha256, 'hex') };
      const given = await call(signer, 'signRoot', request, { deadlineMs: DEADLINE_MS }).catch((error: unknown) => {
        throw new CxError('SIGNER_UNAVAILABLE', `the signer at ${address} did not sign: ${wordsOf(error)}`, {
          cause: error,
        });
      });
      return checked(given, sha256, address);
    },
    keys: async () => {
      const { keys } = await call(signer, 'listKeys', {}, { deadlineMs: DEADLINE_MS });
      return keys.map(keyFrom);
    },
    close: () => signer.close(),
  };
}

/** A signature that does not verify would make the period look forged for ever, so it closes nothing. */
function checked({ signature, signedAt, key }: SignRootResponse, sha256: string, address: string): KeyedSignature {
  const by = key && keyFrom(key);
  const hex = Buffer.from(signature).toString('hex');
  const signed = { purpose: PURPOSE, sha256, signedAt: signedAt?.getTime() ?? 0 } as const;
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
