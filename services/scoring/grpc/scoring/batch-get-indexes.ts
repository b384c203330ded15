import type { handleUnaryCall } from '@grpc/grpc-js';
import type { BatchGetIndexesRequest, BatchGetIndexesResponse } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { CxError } from '#libs/domain/error.js';
import { unary } from '#libs/grpc/unary.js';
import { type IndexName, parseIndexName } from '../../answers/index-name.js';
import type { LiveIndexes } from '../../answers/live-index.js';
import { requireOwnUnits, showing } from './shown-index.js';

const MOST_NAMES = 500;

/** Reads many indexes from one snapshot of the counts; what does not exist is named, not refused. */
export function batchGetIndexes(
  indexes: LiveIndexes,
): handleUnaryCall<BatchGetIndexesRequest, BatchGetIndexesResponse> {
  return unary(async ({ names, view }, { sees }) => {
    if (names.length === 0 || names.length > MOST_NAMES) {
      throw new CxError('TOO_MANY_NAMES', `ask for 1 to ${MOST_NAMES} names, not ${names.length}`, { field: 'names' });
    }
    const wanted = names.map((name, place) => parseKnown(indexes, name, `names[${place}]`));
    for (const name of wanted) if (name !== undefined) requireOwnUnits(sees, name);
    const found = await indexes.findAll(wanted.filter((name) => name !== undefined));
    const answers = found.values();
    const shown = showing(indexes, sees);
    const results = wanted.map((name) => (name === undefined ? undefined : answers.next().value));
    return {
      indexes: results.flatMap((one) => (one === undefined || one instanceof CxError ? [] : [shown(one, view)])),
      missing: names.filter((_, place) => results[place] === undefined || results[place] instanceof CxError),
    };
  });
}

/** Undefined for a department there is not: it is missing like any other. */
function parseKnown({ names }: LiveIndexes, text: string, field: string): IndexName | undefined {
  try {
    return parseIndexName(names, text, field);
  } catch (error) {
    if (error instanceof CxError && error.reason === 'DEPARTMENT_UNKNOWN') return undefined;
    throw error;
  }
}
