import {
  type PublishedDocument as DocumentMessage,
  Documents,
  type Ruling as RulingMessage,
} from '#libs/contracts/cx/batches/v1/batches.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import { RULING_OUTCOMES, type Ruling } from '#libs/domain/ruling.js';
import { isSource } from '#libs/domain/source.js';
import { isUnit } from '#libs/domain/unit.js';
import { REF_BYTES } from './cells.js';
import { documentToProto } from './document-proto.js';

/** Stands beside rulings, so that a reader that does not know them does not pass them over. */
const MARKER = 'rulings';

export function documentsToProto(documents: readonly PublishedDocument[], rulings: readonly Ruling[]): Documents {
  if (rulings.length > 0) return onlyRulings(rulings.map(rulingToProto));
  return { documents: documents.map(documentToProto), rulings: [] };
}

/** A content of rulings and nothing else. */
export function onlyRulings(rulings: RulingMessage[]): Documents {
  return Documents.fromPartial({ documents: [{ kind: MARKER }], rulings });
}

/** The documents of a batch, without what only says that there are rulings. */
export function withoutMarker({ documents, rulings }: Documents): DocumentMessage[] {
  return rulings.length === 0 ? documents : documents.filter(({ kind }) => kind !== MARKER);
}

function rulingToProto({ outcome, ruledAt, ...ruling }: Ruling): RulingMessage {
  return { ...ruling, outcome: RULING_OUTCOMES.numberOf(outcome), ruledAt: new Date(ruledAt) };
}

/** A ruling from its message; undefined if this version does not know its outcome, or a field is missing. */
export function rulingFromProto(message: RulingMessage): Ruling | undefined {
  const { number, contest, judgedBy, metric, caseRef, party, chargedTo, ruledAt } = message;
  const outcome = RULING_OUTCOMES.find(message.outcome);
  if (outcome === undefined || ruledAt === undefined || number < 1 || contest < 1) return undefined;
  if (!isSource(judgedBy) || metric === '' || caseRef.length !== REF_BYTES || !isUnit(party)) return undefined;
  if ((outcome === 'CHARGED') !== (chargedTo !== '') || (chargedTo !== '' && !isUnit(chargedTo))) return undefined;
  const own = { number, contest, judgedBy, metric, party, outcome, chargedTo };
  return { ...own, caseRef: Buffer.from(caseRef), ruledAt: ruledAt.getTime() };
}
