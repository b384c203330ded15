import type { PublishedMilestone } from '../milestones/outgoing-milestones.js';
import { ByQuestion, keyOf } from './by-question.js';
import type { CaseChanges } from './case-changes.js';
import type { CaseFile } from './case-file.js';
import type { ObservationVersion } from './standing.js';
import type { CurrentVerdict, Due } from './verdict.js';

/** A case as it stands once its changes are stored: what would be read of it then. */
export function changedCase(changes: CaseChanges): CaseFile {
  const { file } = changes;
  const { standing, spent } = versionsAfter(changes);
  // In one piece: a spread of the file takes several times as long.
  return {
    ref: file.ref,
    number: file.number,
    shard: file.shard,
    version: file.version,
    isNew: file.isNew,
    place: file.place,
    allFacts: file.allFacts,
    facts: file.facts,
    origin: file.origin,
    standing,
    spent,
    due: dueAfter(changes),
    published: publishedAfter(changes),
    inconsistencies: changes.inconsistencies,
    rulings: file.rulings,
  };
}

/** Whether anything is stored for these changes. */
export function changesAnything(changes: CaseChanges): boolean {
  const { versions, dueToPut, dueToRemove, milestones, newInconsistencies, resolvedInconsistencies } = changes;
  return (
    versions.length + dueToPut.length + dueToRemove.length > 0 ||
    milestones.length + newInconsistencies.length + resolvedInconsistencies.length > 0
  );
}

/** An odd version records a verdict, an even one retracts it, so that only the number of its newest version is known. */
function versionsAfter({ file, versions }: CaseChanges): Pick<CaseFile, 'standing' | 'spent'> {
  if (versions.length === 0) return file;
  const records = versions.filter(({ kind }) => kind === 'record');
  const changed = new ByQuestion(versions.map(({ verdict }) => verdict));
  const standing = file.standing.filter((verdict) => changed.find(verdict) === undefined).concat(records.map(current));
  if (file.spent.size === 0 && records.length === versions.length) return { standing, spent: file.spent };
  const spent = new Map(file.spent);
  for (const { kind, version, verdict } of versions) {
    if (kind === 'record') spent.delete(keyOf(verdict));
    else spent.set(keyOf(verdict), version);
  }
  return { standing, spent };
}

/** In one piece: a spread of the verdict takes twice the memory, and a process remembers many of them. */
function current({ version, verdict }: ObservationVersion): CurrentVerdict {
  const {
    metric,
    definition,
    part,
    unit,
    day,
    hits,
    misses,
    class: class_,
    reason,
    responsible,
    origin,
    cause,
  } = verdict;
  return {
    metric,
    definition,
    part,
    unit,
    day,
    hits,
    misses,
    class: class_,
    reason,
    responsible,
    origin,
    cause,
    version,
  };
}

function dueAfter({ file, dueToPut, dueToRemove }: CaseChanges): readonly Due[] {
  if (dueToPut.length === 0 && dueToRemove.length === 0) return file.due;
  const changed = new ByQuestion([...dueToRemove, ...dueToPut]);
  return [...file.due.filter((one) => changed.find(one) === undefined), ...dueToPut];
}

function publishedAfter({ file, milestones }: CaseChanges): readonly PublishedMilestone[] {
  if (milestones.length === 0) return file.published;
  const published = new Map(file.published.map((one) => [nameOf(one), one]));
  for (const { published: one } of milestones) published.set(nameOf(one), one);
  return [...published.values()];
}

/** Only a part may hold a blank. */
function nameOf({ name, part }: PublishedMilestone): string {
  return `${name} ${part}`;
}
