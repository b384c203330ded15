import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { documentBound } from '#libs/clients/document-bound.js';
import type { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import { checkDocuments } from '#libs/documents/check.js';
import { exportProfilesDocument } from '#libs/documents/export-profiles/export-profiles-document.js';
import { profileOf } from '#libs/documents/export-profiles/profile-of.js';
import { type Finding, findingText } from '#libs/documents/finding.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { Day } from '#libs/domain/time.js';
import type { Profile } from '#libs/exports/profile/profile.js';
import { UsageError } from '../command.js';
import { RefusedExport } from './refused-export.js';

/** The profiles of a company, and what proves which they were. */
export interface Profiles {
  /** documents/export-profiles/versions/2, or the file of a draft. */
  readonly name: string;
  /** Of its meaning, in hexadecimal digits. */
  readonly sha256: string;
  readonly isDraft: boolean;
  readonly profiles: ReadonlyMap<string, Profile>;
}

/** The published profiles that hold on the first day of a period. @throws {RefusedExport} PROFILES_NOT_PUBLISHED */
export async function publishedProfiles(documents: DocumentServiceClient, firstDay: Day): Promise<Profiles> {
  const found = await documentBound(documents, 'export-profiles', firstDay);
  if (found === undefined) throw new RefusedExport('PROFILES_NOT_PUBLISHED');
  return { ...profilesIn(found.text), name: found.name, isDraft: false };
}

/** Profiles that are not published yet. @throws {UsageError} with everything that the linter finds in the file alone */
export function draftProfiles(file: string): Profiles {
  const text = textOf(file);
  const checked = checkDocuments([{ file: 'export-profiles.yaml', text }]);
  const isOwn = ({ file: where, reason }: Finding) => where === 'export-profiles.yaml' && reason !== 'FILE_MISSING';
  const findings = checked.kind === 'documents' ? [] : checked.findings.filter(isOwn);
  if (findings.length > 0) throw new UsageError(findings.map((one) => findingText({ ...one, file })).join('\n'));
  return { ...profilesIn(text), name: file, isDraft: true };
}

/** @throws {RefusedExport} PROFILE_UNKNOWN */
export function profileNamed({ profiles }: Profiles, name: string): Profile {
  const found = profiles.get(name);
  if (found !== undefined) return found;
  throw new RefusedExport('PROFILE_UNKNOWN', `It has ${[...profiles.keys()].join(', ')}.`);
}

function profilesIn(text: string): Pick<Profiles, 'sha256' | 'profiles'> {
  const { value } = parseYaml(text);
  const document = exportProfilesDocument.parse(value);
  const sha256 = createHash('sha256')
    .update(canonicalJson(value as object))
    .digest('hex');
  const profiles = Object.entries(document.profiles).map(([name, one]) => [name, profileOf(name, one)] as const);
  return { sha256, profiles: new Map(profiles) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read`, { cause: error });
  }
}
