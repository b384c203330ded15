import { status } from '@grpc/grpc-js';
import { type CaseErasure, EraseCaseResponse } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Source } from '#libs/domain/source.js';
import { call as ask, refusalOf } from '#libs/grpc/client.js';
import type { Call } from './command.js';
import { factsOf } from './connect.js';
import { grouped } from './format.js';

/** What became of an erasure in one department. */
export type SourceErasure =
  | { readonly source: Source; readonly kind: 'erased'; readonly cases: readonly CaseErasure[] }
  | { readonly source: Source; readonly kind: 'waits'; readonly why: string }
  | { readonly source: Source; readonly kind: 'unreached'; readonly why: string };

interface Asked {
  readonly caseId: string;
  /** Empty for an order, a contact or an issue. */
  readonly subjectKind?: string;
  readonly caseRef: Uint8Array;
  readonly reason: string;
  readonly chargeWhatWaits: boolean;
}

/** Asks one department. A department that is away, or in which something waits, is an answer: the others are asked all the same. */
export async function eraseIn(
  source: Source,
  { caseId, subjectKind = '', caseRef, reason, chargeWhatWaits }: Asked,
): Promise<SourceErasure> {
  const request = { caseId, subjectKind, caseRef: Buffer.from(caseRef), reason, chargeWhatWaits };
  try {
    const { cases } = await ask(factsOf(source), 'eraseCase', request);
    return { source, kind: 'erased', cases };
  } catch (error) {
    const refusal = refusalOf(error);
    return refusal?.reason === 'CASE_WAITS'
      ? { source, kind: 'waits', why: refusal.message }
      : unreached(source, error);
  }
}

/** A department that did not answer. @throws the error when it did */
export function unreached(source: Source, error: unknown): SourceErasure & { readonly kind: 'unreached' } {
  if ((error as { code?: number }).code !== status.UNAVAILABLE) throw error;
  return { source, kind: 'unreached', why: 'it does not answer' };
}

export function isErased(one: SourceErasure): boolean {
  return one.kind === 'erased';
}

/** One line for each department and case, and what to do about those in which it was not erased. */
export function printErasures(call: Call, done: readonly SourceErasure[]): void {
  if (call.json) {
    const answers = done.map((one) =>
      one.kind === 'erased'
        ? { source: one.source, ...(EraseCaseResponse.toJSON({ cases: [...one.cases] }) as object) }
        : { source: one.source, notErased: one.why },
    );
    call.print(JSON.stringify(answers, undefined, 2));
  } else for (const one of done) for (const line of linesOf(one)) call.print(`  ${one.source.padEnd(10)}  ${line}`);
  const missing = done.filter((one) => !isErased(one)).map(({ source }) => source);
  if (missing.length > 0)
    call.remark(
      `Not erased in ${missing.join(', ')}. Repeat the command: departments that have erased it change nothing.`,
    );
}

function linesOf(one: SourceErasure): string[] {
  if (one.kind !== 'erased') return [`not erased: ${one.why}`];
  return one.cases.map(({ before, facts, verdicts }) => {
    const gone = `${grouped(facts)} facts gone, ${grouped(verdicts)} verdicts stay`;
    return before && facts === 0n ? 'erased before' : `erased: ${gone}`;
  });
}
