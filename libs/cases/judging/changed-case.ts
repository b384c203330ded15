import type { PublishedMilestone } from '../milestones/outgoing-milestones.js';
import type { CaseChanges } from './case-changes.js';
import type { CaseFile } from './case-file.js';
import { keyOf } from './standing.js';
import type { CurrentVerdict, Due } from './verdict.js';

/** A case as it stands once its changes are stored: what would be read of it then. */
export function changedCase(changes: CaseChanges): CaseFile {
  return {
    ...changes.file,
    ...versionsAfter(changes),
    due: dueAfter(changes),
    published: publishedAfter(changes),
    inconsistencies: changes.inconsistencies,
  };
}

/** Whether anything is stored for these changes. */
export function changesAnything(changes: CaseChanges): boolean {
  const { versions, dueToPut, dueToRemove, milestones, newInconsistencies, resolvedInconsistencies } = changes;
  return [versions, dueToPut, dueToRemove, milestones, newInconsistencies, resolvedInconsistencies].some(
    (some) => some.length > 0,
  );
}

/** An odd version records a verdict, an even one retracts it, so that only the number of its newest version is known. */
function versionsAfter({ file, versions }: CaseChanges): Pick<CaseFile, 'standing' | 'spent'> {
  if (versions.length === 0) return file;
  const standing = new Map<string, CurrentVerdict>(file.standing.map((verdict) => [keyOf(verdict), verdict]));
  const spent = new Map(file.spent);
  for (const { kind, version, verdict } of versions) {
    const key = keyOf(verdict);
    if (kind === 'record') {
      standing.set(key, { ...verdict, version });
      spent.delete(key);
    } else {
      standing.delete(key);
      spent.set(key, version);
    }
  }
  return { standing: [...standing.values()], spent };
}

function dueAfter({ file, dueToPut, dueToRemove }: CaseChanges): readonly Due[] {
  if (dueToPut.length === 0 && dueToRemove.length === 0) return file.due;
  const due = new Map(file.due.map((one) => [keyOf(one), one]));
  for (const one of dueToRemove) due.delete(keyOf(one));
  for (const one of dueToPut) due.set(keyOf(one), one);
  return [...due.values()];
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
