import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/source.js';
import { type Carries, DOCUMENT_SHARD, topicOf } from './topics.js';

/** What a built-in department seals, and whose milestones it needs. */
export interface Flow {
  readonly carries: readonly Exclude<Carries, 'documents'>[];
  readonly upstreams: readonly BuiltInSource[];
}

/** The one list: the processes read it, and the rules of Kafka are printed from it (deploy/kafka). */
export const FLOWS: Readonly<Record<BuiltInSource, Flow>> = {
  ordering: { carries: ['observations', 'milestones'], upstreams: ['delivery'] },
  warehouse: { carries: ['observations', 'milestones'], upstreams: ['ordering'] },
  delivery: { carries: ['observations', 'milestones'], upstreams: ['ordering', 'warehouse'] },
  support: { carries: ['observations'], upstreams: [] },
  survey: { carries: ['observations'], upstreams: ['ordering'] },
};

/** The topic of the newest indexes, which scoring writes. */
export const INDEX_TOPIC_NAME = 'cx.index.v1';

/** The topics that one process writes and reads. */
export interface TopicAccess {
  /** "scoring", "delivery" */
  readonly process: 'scoring' | BuiltInSource;
  readonly writes: readonly string[];
  readonly reads: readonly string[];
}

/** What each built-in process does with each topic; nothing else. */
export function topicAccess(): readonly TopicAccess[] {
  const documents = topicOf(DOCUMENT_SHARD);
  const departments = BUILT_IN_SOURCES.map((source) => ({
    process: source,
    writes: FLOWS[source].carries.map((carries) => topicOf({ source, carries })),
    reads: [
      ...FLOWS[source].upstreams.map((upstream) => topicOf({ source: upstream, carries: 'milestones' })),
      documents,
    ],
  }));
  const observations = BUILT_IN_SOURCES.map((source) => topicOf({ source, carries: 'observations' }));
  return [{ process: 'scoring', writes: [documents, INDEX_TOPIC_NAME], reads: observations }, ...departments];
}
