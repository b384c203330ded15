import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Report } from '#deploy/simulator/world/reporting.js';
import { FEEDS } from '#deploy/simulator/world/retailer.js';
import { factsThatStand, milestoneFactId, milestoneKind, type StoredFact } from '#libs/cases/facts/stored-fact.js';
import { type Watermarks, waitsFor } from '#libs/cases/facts/watermarks.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { judgeCase } from '#libs/cases/judging/judge-case.js';
import { wantedOf } from '#libs/cases/judging/standing.js';
import type { Verdict } from '#libs/cases/judging/verdict.js';
import { encodeMilestone } from '#libs/cases/milestones/milestone-codec.js';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { groupBy } from '#libs/domain/group-by.js';
import type { Origin } from '#libs/domain/observation.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import { type Rules, rulesOf } from '#libs/rules/rules.js';
import { deliveryFacts } from '#services/delivery/grpc/facts.js';
import { judgeDelivery } from '#services/delivery/judge.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { judgeOrdering } from '#services/ordering/judge.js';
import { supportFacts } from '#services/support/grpc/facts.js';
import { judgeIssue } from '#services/support/judge.js';
import { surveyFacts } from '#services/survey/grpc/facts.js';
import { judgeAnswer } from '#services/survey/judge.js';
import { warehouseFacts } from '#services/warehouse/grpc/facts.js';
import { judgeWarehouse } from '#services/warehouse/judge.js';
import { published } from '#test/rules/documents.js';

/** What the departments make of the retailer's reports: the checks and judges of the services, in memory, one case after the other. */
export interface JudgedRetailer {
  readonly verdicts: readonly (Verdict & { readonly source: BuiltInSource })[];
  /** Evaluations that wait, each with the least complete feed that they wait for. */
  readonly waiting: readonly (Pick<Verdict, 'metric' | 'definition' | 'unit' | 'day'> & {
    readonly source: BuiltInSource;
    readonly waitsFor: string;
  })[];
  /** Reasons of facts that a department refused. */
  readonly refused: readonly string[];
  readonly inconsistencies: readonly string[];
}

const KEY = Buffer.alloc(32, 1);
const FACTS = {
  ...{ ordering: orderingFacts, warehouse: warehouseFacts, delivery: deliveryFacts },
  ...{ support: supportFacts, survey: surveyFacts },
};
const JUDGES = {
  ...{ ordering: judgeOrdering, warehouse: judgeWarehouse, delivery: judgeDelivery },
  ...{ support: judgeIssue, survey: judgeAnswer },
};

/** The documents of the retailer, as if they were published. */
const documents = published(
  ...(['company', 'departments', 'metrics'] as const).map(
    (kind) => [kind, parse(readFileSync(`data/kontor/company/${kind}.yaml`, 'utf8')) as object] as const,
  ),
);
const RULES = Object.fromEntries(BUILT_IN_SOURCES.map((source) => [source, rulesOf(documents, source)])) as Readonly<
  Record<BuiltInSource, Rules>
>;

export interface JudgedAt {
  readonly now: Instant;
  readonly origin?: Origin;
  /** How far a feed has declared that it is complete; without it, until now. */
  readonly completeThrough?: (feed: string) => Instant;
}

/** Takes in and judges reports, as the services would have at an instant. */
export function judgeRetailer(reports: readonly Report[], at: JudgedAt): JudgedRetailer {
  const taken = takeIn(reports, at);
  const cases = groupBy(taken.facts, ({ ref }) => ref.toString('hex'));
  const watermarks = watermarksOf(at);
  const verdicts: JudgedRetailer['verdicts'][number][] = [];
  const waiting: JudgedRetailer['waiting'][number][] = [];
  const inconsistencies: string[] = [];
  for (const own of cases.values()) {
    for (const { source, judgement } of judgeEverywhere(own, at.origin ?? 'GENERATED')) {
      const marks = watermarks[source];
      const wanted = wantedOf(judgement.evaluations, [], at.origin ?? 'GENERATED', marks, 'test');
      verdicts.push(...wanted.verdicts.map((verdict) => ({ ...verdict, source })));
      inconsistencies.push(...judgement.inconsistencies);
      for (const due of wanted.due) {
        if (due.dueAt > at.now) continue;
        const metric = CATALOGUE.named(due.metric)[0];
        if (metric !== undefined) waiting.push({ ...due, source, waitsFor: waitsFor(metric, marks) });
      }
    }
  }
  return { verdicts, waiting, refused: taken.refused, inconsistencies };
}

interface Taken extends StoredFact {
  readonly ref: Buffer;
  readonly source: BuiltInSource;
}

/** A fact that comes again is taken once. */
function takeIn(reports: readonly Report[], { now, origin = 'GENERATED' }: JudgedAt) {
  const facts = new Map<string, Taken>();
  const refused: string[] = [];
  for (const { to: source, fact, feed, reportedAt } of reports) {
    if (reportedAt > now) continue;
    const checked = FACTS[source].check(KEY)(fact as never, origin, now);
    if (checked.is === 'refused') refused.push(`${source} ${fact.what?.$case} ${checked.refusal.reason}`);
    else facts.set(`${feed} ${fact.factId}`, { ...checked.fact, feed, recordedAt: reportedAt, source });
  }
  return { facts: [...facts.values()], refused };
}

interface JudgedIn {
  readonly source: BuiltInSource;
  readonly judgement: Judgement;
}

/** Judges one case in every department that knows it. Milestones go the way of the order; ordering hears of the delivery at last. */
function judgeEverywhere(facts: readonly Taken[], origin: Origin): JudgedIn[] {
  const ref = facts[0]?.ref ?? Buffer.alloc(16);
  const of = (source: BuiltInSource) => facts.filter((fact) => fact.source === source);
  const judge = (source: BuiltInSource, heard: readonly StoredFact[]): Judgement => {
    const own = of(source);
    if (own.length === 0 && heard.length === 0) return { evaluations: [], milestones: [], inconsistencies: [] };
    return judgeCase(JUDGES[source], factsThatStand([...own, ...heard]), RULES[source]);
  };
  const heardFrom = (source: BuiltInSource, { milestones }: Judgement): StoredFact[] =>
    milestones.map((milestone) => {
      const { name, part = '', happenedAt } = milestone;
      const body = encodeMilestone({ ...milestone, ref, revision: 1, withdrawn: false, origin });
      const factId = milestoneFactId(name, 1, ref, part);
      return {
        part,
        factId,
        feed: source,
        kind: milestoneKind(source, name),
        happenedAt,
        recordedAt: 0,
        withdraws: undefined,
        origin,
        body,
      };
    });
  const promised = heardFrom('ordering', judge('ordering', []));
  const warehouse = judge('warehouse', promised);
  const delivery = judge('delivery', [...promised, ...heardFrom('warehouse', warehouse)]);
  return [
    { source: 'ordering', judgement: judge('ordering', heardFrom('delivery', delivery)) },
    { source: 'warehouse', judgement: warehouse },
    { source: 'delivery', judgement: delivery },
    { source: 'support', judgement: judge('support', []) },
    { source: 'survey', judgement: judge('survey', promised) },
  ];
}

const SILENT_AFTER_MS = 14 * 86_400_000;

function watermarksOf({ now, origin = 'GENERATED', completeThrough = () => now }: JudgedAt) {
  const feedsOf = (source: BuiltInSource) =>
    FEEDS[source].map((feed) => ({ feed, completeThrough: completeThrough(feed), origin }));
  const through = new Map(
    BUILT_IN_SOURCES.map((source) => [source, Math.min(...feedsOf(source).map((feed) => feed.completeThrough))]),
  );
  const marks = BUILT_IN_SOURCES.map((source): readonly [BuiltInSource, Watermarks] => [
    source,
    { source, now, feeds: feedsOf(source), upstreams: through, silentAfterMs: SILENT_AFTER_MS },
  ]);
  return Object.fromEntries(marks) as Readonly<Record<BuiltInSource, Watermarks>>;
}
