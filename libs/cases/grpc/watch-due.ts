import type { handleServerStreamingCall } from '@grpc/grpc-js';
import { DueEnd, type WatchDueRequest, type WatchDueResponse } from '#libs/contracts/cx/facts/v1/facts.js';
import { CxError } from '#libs/domain/error.js';
import { serverStream } from '#libs/grpc/server-stream.js';
import { dueGroups } from '../due/due-groups.js';
import { type DueQuestion, readRows, readTotals } from '../due/due-rows.js';
import type { HowEnded } from '../due/how-ended.js';
import { groupsAsked } from '../due/list-due.js';
import { sharedLooks } from '../due/shared-looks.js';
import { type DueEvent, type DueLook, watchDue } from '../due/watch-due.js';
import type { Describe } from './describe.js';
import { type DueOptions, dueCaseToProto, dueQuestionFrom, totalToProto } from './list-due.js';

/** The bound of what one watch keeps in mind. */
const MOST_CASES = 1_000;
const USUAL_CASES = 100;

const ENDS: Readonly<Record<HowEnded, DueEnd>> = {
  HIT: DueEnd.DUE_END_HIT,
  MISS: DueEnd.DUE_END_MISS,
  LEFT: DueEnd.DUE_END_LEFT,
};

/** Sends what is about to break, and then what changes, until the reader leaves. Watches that ask the same look together. */
export function watchedDue(options: DueOptions): handleServerStreamingCall<WatchDueRequest, WatchDueResponse> {
  const { source, database, clock, describe, pace } = options;
  const looks = sharedLooks<DueLook>(clock, (pace?.lookMs ?? 2_000) / 2);
  return serverStream(async function* (request, { signal }) {
    const { definitions } = await options.rules(database);
    const question = dueQuestionFrom(request, source, definitions);
    const most = mostFrom(request.mostCases);
    const key = JSON.stringify([question, most]);
    const look = () => looks(key, () => lookAt(options, question, most));
    for await (const event of watchDue({ ...{ database, clock, signal, look }, ...pace })) {
      yield eventToProto(event, describe);
    }
  });
}

async function lookAt(options: DueOptions, question: DueQuestion, most: number): Promise<DueLook> {
  const { database, clock, judge } = options;
  const rules = await options.rules(database);
  const groups = groupsAsked(dueGroups(rules.definitions, await options.prices()), question);
  const now = clock.now();
  const totals = await readTotals(database, groups, { now, ...question });
  const position = { groups: totals.map(({ group }) => group), after: undefined };
  return { now, totals, judge, rules, rows: await readRows(database, question, position, { now, atMost: most }) };
}

function mostFrom(mostCases: number): number {
  if (mostCases < 0) throw new CxError('FILTER_INVALID', 'most_cases is negative', { field: 'most_cases' });
  return Math.min(mostCases === 0 ? USUAL_CASES : mostCases, MOST_CASES);
}

function eventToProto(event: DueEvent, describe: Describe): WatchDueResponse {
  switch (event.kind) {
    case 'open':
      return { event: { $case: 'open', value: dueCaseToProto(event.question, event.now, describe) } };
    case 'ended': {
      const { ref, part, unit, group } = event.row;
      const { id, definition } = group.metric;
      const value = { caseRef: ref, part, unit, metric: id, definition, end: ENDS[event.how] };
      return { event: { $case: 'ended', value } };
    }
    case 'heartbeat':
      return { event: { $case: 'heartbeat', value: { totals: event.totals.map(totalToProto) } } };
  }
}
