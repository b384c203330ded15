import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { hex, instant, keyIdOf, spanInWords } from '#libs/signing/public-keys.js';
import { isInSpan, isSignedBy } from '#libs/signing/signature.js';
import type { TrustedKey } from '#services/scoring/records/verify/check-signatures.js';
import { BundleDiffers, mustEqual } from '#services/scoring/records/verify/difference.js';
import type { Step } from '#services/scoring/records/verify/verify-bundle.js';

/** A manifest, and the file beside it. */
export interface PayoutFolder {
  /** "manifest-2018-07-br-brl.json" */
  readonly manifest: string;
  /** @throws {BundleDiffers} when it is not there */
  read(file: string): Buffer;
}

/** What every manifest of a payout has. */
export const SIGNED = {
  ...{ file_sha256: hex(32), content_sha256: hex(32) },
  signature: z.union([
    z.literal(''),
    z.strictObject({
      ...{ key_id: z.string(), public_key: hex(32), key_from: instant, purpose: z.literal('PAYOUT_MANIFEST') },
      ...{ sha256: hex(32), signed_at: instant, signature: hex(64) },
    }),
  ]),
};
const signed = z.looseObject(SIGNED);
type Signed = z.infer<typeof signed>;

/** The format of a manifest; undefined when it states none. */
export function formatOf({ manifest, read }: PayoutFolder): unknown {
  return (jsonIn(manifest, read(manifest)) as { readonly format?: unknown } | null)?.format;
}

/** Reads a manifest and compares it with its own hash. @throws {BundleDiffers} */
export function readManifest<T extends Signed>({ manifest: file, read }: PayoutFolder, schema: z.ZodType<T>): T {
  const json = jsonIn(file, read(file));
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw differs(file, issue?.path.join('.') || 'fields', issue?.message ?? 'a manifest', 'something else');
  }
  const { content_sha256, signature, ...content } = json as Signed;
  mustEqual(file, 'content_sha256', sha256(canonicalJson(content)), content_sha256);
  return parsed.data;
}

/** Checks the signature of a manifest. @throws {BundleDiffers} */
export function signatureStep(file: string, manifest: Signed, trusted: readonly TrustedKey[]): Step {
  const { signature, content_sha256 } = manifest;
  if (signature === '') {
    if (trusted.length > 0) throw differs(file, 'signature', 'a signature by a trusted key', 'none');
    return { name: 'signature', isSkipped: true, detail: 'it is not signed: it was computed without a payout process' };
  }
  const { key_id: keyId, public_key: publicKey, key_from: from, signed_at: signedAt } = signature;
  mustEqual(file, 'signature.sha256', content_sha256, signature.sha256);
  mustEqual(file, 'signature.key_id', keyIdOf(publicKey), keyId);
  const believed: Partial<TrustedKey> | undefined =
    trusted.length === 0 ? {} : trusted.find((one) => one.publicKey === publicKey);
  if (believed === undefined) throw differs(file, 'signature.key_id', 'a key that is trusted', keyId);
  for (const span of [
    { from, until: undefined },
    { from: believed.from ?? 0, until: believed.until },
  ])
    if (!isInSpan(signedAt, span))
      throw differs(file, 'signature.signed_at', `within ${spanInWords(span)}`, new Date(signedAt).toISOString());
  if (!isSignedBy(publicKey, { ...signature, signedAt }, signature.signature))
    throw differs(file, 'signature.signature', `a signature by ${keyId}`, signature.signature);
  const by =
    trusted.length === 0
      ? 'a key of the file: compare it with one that you got elsewhere (--key)'
      : 'a key that you trust';
  return { name: 'signature', detail: `${keyId} at ${new Date(signedAt).toISOString()}, by ${by}` };
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

export function differs(file: string, field: string, expected: string, found: string): BundleDiffers {
  return new BundleDiffers({ file, field, expected, found });
}

function jsonIn(file: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw differs(file, 'spelling', 'JSON', 'something else');
  }
}
