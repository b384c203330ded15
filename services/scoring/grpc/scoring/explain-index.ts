import type { handleUnaryCall } from '@grpc/grpc-js';
import type { ExplainIndexRequest, Explanation } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { unary } from '#libs/grpc/unary.js';
import { parseIndexName } from '../../answers/index-name.js';
import type { LiveIndexes } from '../../answers/live-index.js';
import { explain } from '../../index/explain/explain.js';
import { reasonsFor } from '../../index/explain/reasons.js';
import { nodeToProto } from './mapping.js';
import { showing } from './shown-index.js';

/** Says why an index is what it is: the tree whose points add up, and at most four reasons. */
export function explainIndex(indexes: LiveIndexes): handleUnaryCall<ExplainIndexRequest, Explanation> {
  return unary(async (request, { sees }) => {
    const live = await indexes.find(parseIndexName(indexes.names, request.name));
    const { index, input, cells, waiting, name } = live;
    const tree = explain({ ...name, index, cells, waiting });
    const { displayNames } = indexes;
    // The root names the department or the unit itself; every other label that has a title is a unit.
    const titleOf = (label: string) =>
      label === tree.label ? displayNames(name.department, name.unit) : displayNames(name.department, label);
    return {
      index: showing(indexes, sees)(live),
      root: nodeToProto(tree, titleOf),
      reasons: reasonsFor(input, index, tree).map((reason) => ({ ...reason })),
    };
  });
}
