import type { ContestLineRequest } from '#libs/contracts/cx/contests/v1/contests.js';
import { LINE_GROUNDS } from '#libs/domain/contest.js';
import { CxError } from '#libs/domain/error.js';
import type { Instant } from '#libs/domain/time.js';
import type { LineRequest } from '../../contests/contest-line.js';
import type { Rulesets } from '../../rulesets/rulesets.js';
import { periodIn } from '../period-in.js';
import { requireRequestId } from '../request-id.js';
import { sourceIn } from './contest-names.js';
import { requireReference, unknownGround } from './contest-request.js';

const MOST_INDEX_E4 = 1_000_000n;

/**
 * Reads what a department contests of its line. Whether the version is the newest one is asked later.
 *
 * @throws {CxError} NAME_INVALID, PERIOD_INVALID, REQUEST_ID_INVALID, GROUND_UNKNOWN, EVIDENCE_INVALID
 */
export function lineFrom(
  rulesets: Rulesets,
  { parent, requestId, snapshot, ground: asked, evidence, expectedIndexE4: expectedE4 }: ContestLineRequest,
  { name: openedBy, now: openedAt }: { readonly name: string; readonly now: Instant },
): LineRequest {
  const department = sourceIn(parent, 'parent');
  const [, inPeriod = '', version = ''] = /^(periods\/[^/]+)\/snapshots\/([1-9]\d{0,8})$/.exec(snapshot) ?? [];
  if (version === '')
    throw new CxError('NAME_INVALID', 'snapshot is written periods/2018-07/snapshots/2', { field: 'snapshot' });
  const period = periodIn(rulesets, inPeriod, 'snapshot');
  requireRequestId(requestId);
  const ground = LINE_GROUNDS.find(asked);
  if (ground === undefined) throw unknownGround(LINE_GROUNDS.words);
  requireReference(evidence, 'evidence');
  if (expectedE4 !== undefined && (expectedE4 < 0n || expectedE4 > MOST_INDEX_E4))
    throw new CxError('EVIDENCE_INVALID', `an index is 0 to ${MOST_INDEX_E4} E4`, { field: 'expected_index_e4' });
  return { department, period, version: Number(version), expectedE4, ground, evidence, openedBy, openedAt, requestId };
}
