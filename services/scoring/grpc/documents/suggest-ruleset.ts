import type { handleUnaryCall } from '@grpc/grpc-js';
import type {
  SuggestedMonth as ProtoSuggestedMonth,
  SuggestedAnchors,
  SuggestRulesetRequest,
  SuggestRulesetResponse,
} from '#libs/contracts/cx/documents/v1/documents.js';
import { View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { CxError } from '#libs/domain/error.js';
import { type Period, parsePeriod, periodsFrom } from '#libs/domain/period.js';
import { unary } from '#libs/grpc/unary.js';
import type { Database } from '#libs/postgres/database.js';
import { formatOwner } from '../../answers/index-name.js';
import { countsOfPeriods } from '../../answers/shadow.js';
import { type SuggestedMetric, type SuggestedMonth, suggestMetrics } from '../../answers/suggestion.js';
import { checkedRuleset } from '../../documents/document-read.js';
import { draftRuleset } from '../../documents/draft-ruleset.js';
import { findVersion } from '../../documents/store.js';
import type { Rulesets } from '../../rulesets/rulesets.js';
import { dataToProto } from '../scoring/mapping.js';
import type { ShadowOptions } from './shadow-ruleset.js';

const MOST_MONTHS = 36;

export interface SuggestOptions extends Pick<ShadowOptions, 'counts' | 'clock'> {
  readonly database: Pick<Database, 'query'>;
  readonly rulesets: Pick<Rulesets, 'definitions'>;
}

/** Drafts a ruleset whose anchors come from the company's own months. It reads one state of the counts and stores nothing. */
export function suggestRuleset({
  database,
  counts,
  rulesets,
  clock,
}: SuggestOptions): handleUnaryCall<SuggestRulesetRequest, SuggestRulesetResponse> {
  return unary(async ({ from, to, basedOn }) => {
    const months = monthsFrom(from, to);
    const baseText = basedOn === '' ? await newestText(database) : basedOn;
    const base = checkedRuleset(baseText, rulesets.definitions);
    const now = clock.now();
    const view = await counts.read(countsOfPeriods(months));
    const metrics = suggestMetrics(view, { base, months, now });
    return {
      text: draftRuleset({ base, baseText, span: `${from} to ${to}`, metrics, now }),
      basedOn: base.name,
      metrics: metrics.map(suggestedToProto),
      data: dataToProto(view.data, View.VIEW_BASIC),
    };
  });
}

/** @throws {CxError} PERIOD_INVALID */
function monthsFrom(from: string, to: string): readonly Period[] {
  const [first, last] = [monthNamed(from, 'from'), monthNamed(to, 'to')];
  if (last.firstDay < first.firstDay)
    throw new CxError('PERIOD_INVALID', `${to} comes before ${from}`, { field: 'to', facts: { name: to } });
  const months = periodsFrom(first, last);
  if (months.length <= MOST_MONTHS) return months;
  throw new CxError('PERIOD_INVALID', `${from} to ${to} are ${months.length} months, more than ${MOST_MONTHS}`, {
    field: 'to',
    facts: { name: to },
  });
}

function monthNamed(name: string, field: string): Period {
  const period = parsePeriod(name);
  if (period?.kind === 'month') return period;
  throw new CxError('PERIOD_INVALID', `${field} is a month, written 2026-01`, { field, facts: { name } });
}

/** @throws {CxError} DOCUMENT_UNKNOWN */
async function newestText(database: Pick<Database, 'query'>): Promise<string> {
  const newest = await findVersion(database, 'ruleset', undefined);
  if (newest !== undefined) return newest.text;
  throw new CxError('DOCUMENT_UNKNOWN', 'no ruleset is published yet; name one in based_on', { field: 'based_on' });
}

function suggestedToProto({ department, rule, months, reference, suggestion }: SuggestedMetric): SuggestedAnchors {
  const found = suggestion.kind === 'anchors' ? suggestion : undefined;
  const levels = found?.basis.levelsPpm.values();
  return {
    department: formatOwner({ department }),
    metric: `metrics/${rule.stated.id}`,
    definition: rule.definition,
    floorPpm: found?.anchors.floorPpm,
    targetPpm: found?.anchors.targetPpm,
    worldClassPpm: found?.anchors.worldClassPpm,
    noAnchorsReason: suggestion.kind === 'none' ? suggestion.reason : '',
    floorBy: found?.floorBy ?? '',
    targetBy: found?.targetBy ?? '',
    worldClassBy: found?.worldClassBy ?? '',
    months: months.map((month) =>
      monthToProto(month, month.leftOut === undefined ? (levels?.next().value ?? undefined) : undefined),
    ),
    meanPpm: found?.basis.meanPpm ?? 0n,
    lowPpm: found?.basis.lowPpm ?? 0n,
    highPpm: found?.basis.highPpm ?? 0n,
    bestPpm: found?.basis.bestPpm ?? 0n,
    typicalCases: found?.basis.typicalCases ?? 0n,
    chanceE4: found?.chanceE4 ?? 0n,
    referenceTargetPpm: BigInt(reference?.targetPpm ?? 0),
    referenceWorldClassPpm: BigInt(reference?.worldClassPpm ?? 0),
    referenceSource: reference?.source ?? '',
  };
}

function monthToProto({ period, count, leftOut }: SuggestedMonth, levelPpm: bigint | undefined): ProtoSuggestedMonth {
  return {
    month: period.name,
    counts: { ...count, waiting: 0n },
    levelPpm,
    leftOutReason: leftOut ?? '',
  };
}
