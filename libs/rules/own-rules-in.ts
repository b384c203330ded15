import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { newestDefinitions, type OwnVersion, ownDefinitions } from '#libs/custom/own-definitions.js';
import type { OwnDepartmentEntry } from '#libs/custom/own-fact.js';
import { type OwnRules, ownRules } from '#libs/custom/own-rules.js';
import type { DepartmentsDocument } from '#libs/documents/departments/departments-document.js';
import { heardBy } from '#libs/documents/departments/heard-milestones.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import type { Calendars } from '#libs/domain/duration.js';
import { inOrder, isBuiltIn, isSource, type OwnDepartment, type Source } from '#libs/domain/source.js';
import type { Zone } from '#libs/domain/time.js';
import { turnsOf, versionsOf } from './versions.js';

/** The rules of a department of the company's own. */
export function ownRulesIn(
  documents: readonly PublishedDocument[],
  at: { readonly source: Source; readonly calendars: Calendars; readonly zone: Zone },
): OwnRules {
  const turns = turnsOf<DepartmentsDocument>(documents, 'departments').map(({ from, version, value }) => ({
    ...{ from, version, entry: entryOf(value, at.source) },
  }));
  return ownRules(versionsStating(documents, at.source), turns, at);
}

/** A version of the document, read. */
export interface DepartmentsVersion {
  readonly version: number;
  readonly value: DepartmentsDocument;
}

/** The departments of the company's own that any of the versions states, in order. */
export function ownDepartmentsOf(versions: readonly DepartmentsVersion[]): readonly OwnDepartment[] {
  const names = versions.flatMap(({ value }) => Object.keys(value.departments));
  return inOrder(names.filter(isSource)).filter((name): name is OwnDepartment => !isBuiltIn(name));
}

/** The definitions of all departments of the company's own, each once. */
export function ownDefinitionsOf(versions: readonly DepartmentsVersion[]): MetricDefinition[] {
  return ownDepartmentsOf(versions).flatMap((source) =>
    newestDefinitions(ownDefinitions(statedBy(versions, source), source)),
  );
}

/** The versions of the document that state a department, in the order of publication. */
export function versionsStating(documents: readonly PublishedDocument[], source: Source): OwnVersion[] {
  return statedBy(versionsOf(documents, 'departments'), source);
}

function statedBy(versions: readonly DepartmentsVersion[], source: Source): OwnVersion[] {
  return versions.flatMap(({ version, value }) => {
    const entry = entryOf(value, source);
    return entry === undefined ? [] : [{ version, entry }];
  });
}

function entryOf({ departments }: DepartmentsDocument, source: Source): OwnDepartmentEntry | undefined {
  const entry = Object.hasOwn(departments, source) ? departments[source] : undefined;
  return entry?.hears === undefined ? entry : { ...entry, heard: heardBy(entry, departments) };
}
