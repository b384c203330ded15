import { contract, type Guard, slow, unit } from './guard.js';

/** Guards of records, signatures and what proves them. */
export const RECORD_GUARDS: readonly Guard[] = [
  {
    guard: 'a close makes records in its transaction',
    file: 'services/scoring/periods/life/close-period.ts',
    find: 'await stepping.seal(tx, { stored, approved: newest, view, cut });',
    replace: '',
    test: contract('closed-records.test.ts'),
  },
  {
    guard: 'a close stops when the approved version is not what is computed now',
    file: 'services/scoring/records/records-of-close.ts',
    find: '!== approved.bytes.toString()',
    replace: "=== ''",
    test: contract('closed-records.test.ts'),
  },
  {
    guard: 'a verifier computes the approved version again',
    file: 'services/scoring/records/verify/closed-again.ts',
    find: 'mustBeSame(SUPERSEDED, Buffer.from(canonicalJson(again)), bytes);',
    replace: '',
    test: contract('closed-records.test.ts'),
  },
  {
    guard: 'a verifier asks for enough people of both roles',
    file: 'services/scoring/records/verify/closed-again.ts',
    find: 'if (!areEnough) {',
    replace: 'if (approvedAs.length < 1) {',
    test: contract('closed-records.test.ts'),
  },
  {
    guard: 'a signature for one purpose is none for another',
    file: 'libs/domain/signed-message.ts',
    find: '{purpose}\\n',
    replace: "{''}\\n",
    test: unit('libs/signing/keys.test.ts'),
  },
  {
    guard: 'a signature outside the span of its key is named',
    file: 'services/scoring/records/verify/check-signatures.ts',
    find: 'if (!isInSpan(one.signedAt, { from, until }))',
    replace: 'if (from > until!)',
    test: slow('services/scoring/records/verify/verify-bundle.slow.test.ts'),
  },
  {
    guard: 'the signer signs for scoring and the payout process alone',
    file: 'services/signer/callers.ts',
    find: 'if (caller !== undefined) return caller;',
    replace: "if (proven.name !== '') return SCORING;",
    test: unit('services/signer/callers.test.ts'),
  },
  {
    guard: 'the signer signs hashes only, never the bytes of a caller',
    file: 'services/signer/grpc/signer-service.ts',
    find: 'if (bytes.length !== HASH_BYTES)',
    replace: 'if (bytes.length < 0)',
    test: contract('signing.test.ts'),
  },
  {
    guard: 'a close without the signature of the signer stores nothing',
    file: 'services/scoring/records/sign-records.ts',
    find: 'await addSignature(tx, content, await signRoot(name, sha256Of(root)));',
    replace: 'await signRoot(name, sha256Of(root)).then((made) => addSignature(tx, content, made), () => undefined);',
    test: contract('signing.test.ts'),
  },
  {
    guard: 'of two rosters for the same money one is signed',
    file: 'services/payout/allocate/sign-once.ts',
    find: 'if (standing.contentSha256 === replaces) return;',
    replace: 'if (standing.contentSha256 !== undefined) return;',
    test: contract('payout.test.ts'),
  },
  {
    guard: 'a replaced manifest is not given again',
    file: 'services/payout/allocate/sign-once.ts',
    find: 'known !== undefined && !known.isReplaced',
    replace: 'known !== undefined',
    test: contract('payout.test.ts'),
  },
  {
    guard: 'a verifier computes every amount of an allocation again',
    file: 'cli/verify/verify-payout.ts',
    find: 'for (const [place, { amountMinor: found }] of rows.entries())',
    replace: 'for (const [place, { amountMinor: found }] of rows.slice(0, 0).entries())',
    test: contract('payout.test.ts'),
  },
];
