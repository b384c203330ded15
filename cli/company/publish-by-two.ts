import type { Document, DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import { findingText } from '#libs/documents/finding.js';
import { companyFiles, type Mistaken, type Refused, type Stated } from './company-files.js';
import { proposeFolder } from './propose-folder.js';
import { type Published, publishFiles } from './publish-folder.js';

/** The two people who publish a document of the company. */
export interface TwoPeople {
  /** Calls as the person who proposes. */
  readonly author: DocumentServiceClient;
  /** Calls as another person, who publishes. */
  readonly publisher: DocumentServiceClient;
}

/**
 * Proposes every document of a folder as one person, and publishes it as the other one: what a demo and tests do at once. The publisher is
 * not asked for a document whose proposal was refused.
 *
 * @throws when the service does not answer
 */
export async function publishByTwo(
  { author, publisher }: TwoPeople,
  folder: string,
  options: Stated,
): Promise<readonly Published[] | Mistaken> {
  const files = companyFiles(folder);
  if ('findings' in files) return files;
  const proposed = await proposeFolder(author, folder, options);
  if ('findings' in proposed) return proposed;
  const refused = proposed.filter((one): one is Refused => one.kind === 'refused');
  const others = files.filter(({ file }) => !refused.some((one) => one.file === file));
  return [...(await publishFiles(publisher, others, options)), ...refused];
}

/**
 * The same for a folder that is known to be in order.
 *
 * @throws {Error} with every finding, or with the refusal
 */
export async function publishWhole(people: TwoPeople, folder: string, options: Stated): Promise<readonly Document[]> {
  const published = await publishByTwo(people, folder, options);
  if ('findings' in published) throw new Error(published.findings.map(findingText).join('\n'));
  return published.map((one) => {
    if (one.kind !== 'refused') return one.document;
    throw new Error(`${folder}/${one.file}: ${one.refusal.reason}: ${one.refusal.message}`);
  });
}
