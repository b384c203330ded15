import type { handleUnaryCall } from '@grpc/grpc-js';
import type { CompareIndexesRequest, Comparison } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { CxError } from '#libs/domain/error.js';
import { unary } from '#libs/grpc/unary.js';
import { parseIndexName } from '../../answers/index-name.js';
import type { LiveIndex, LiveIndexes } from '../../answers/live-index.js';
import { compareIndexes as splitChange } from '../../index/compare/compare.js';
import { contextToProto, nodeToProto } from './mapping.js';
import { showing, shownContext } from './shown-index.js';

const DEEPEST = 4;

/** Splits the difference of two indexes of one owner over metrics and units, both from one snapshot of the counts. */
export function compareIndexes(indexes: LiveIndexes): handleUnaryCall<CompareIndexesRequest, Comparison> {
  return unary(async (request, { sees }) => {
    const names = [
      parseIndexName(indexes.names, request.from, 'from'),
      parseIndexName(indexes.names, request.to, 'to'),
    ];
    const [from, to] = await indexes.findAll(names);
    if (from === undefined || to === undefined) throw new Error('two names did not give two indexes');
    if (from instanceof CxError) throw from;
    if (to instanceof CxError) throw to;
    checkOneKind(from, to);

    const depth = Math.min(Math.max(request.unitDepth, 0), DEEPEST);
    const change = splitChange(from, to, depth);
    if (change.kind === 'not_comparable') {
      throw new CxError('NOT_COMPARABLE', 'one of the two indexes is not measured', {
        field: unmeasured(from) ?? 'to',
      });
    }
    const shown = showing(indexes, sees);
    return {
      from: shown(from),
      to: shown(to),
      changeE4: change.changeE4,
      changeLowerE4: change.interval.lowerE4,
      changeUpperE4: change.interval.upperE4,
      detectable: change.isDetectable,
      parts: change.parts.map((part) =>
        nodeToProto(part, (label) => indexes.displayNames(from.name.department, label)),
      ),
      context: shownContext(contextToProto(from.context, to.context), sees),
    };
  });
}

function checkOneKind(from: LiveIndex, to: LiveIndex): void {
  if (from.name.department !== to.name.department || from.name.unit !== to.name.unit) {
    throw new CxError('NOT_COMPARABLE', 'the two indexes are of different departments or units', { field: 'to' });
  }
  if (!from.ruleset.sha256.equals(to.ruleset.sha256)) {
    const says = `one is by the ruleset ${from.ruleset.name}, the other by ${to.ruleset.name}`;
    throw new CxError('RULESETS_DIFFER', says, { field: 'to' });
  }
}

function unmeasured({ index }: LiveIndex): 'from' | undefined {
  return index.outcome.kind === 'not_measured' ? 'from' : undefined;
}
