import { join } from 'node:path';
import type { Reason } from '#libs/domain/error.js';
import { readIssuer } from '../session/issuer.js';
import { folderOf, type Refused } from './company-files.js';
import { isProposalName } from './publish-folder.js';

/**
 * What was refused, why, and what to do: "acme/ruleset.yaml: SAME_PERSON: it was proposed by you; ... Let another person publish it: npx cx ..."
 *
 * @param path  what the user named: a folder, a document in it, or a proposal
 */
export function refusalWords({ file, refusal: { reason, message } }: Refused, path: string): string {
  const cure = curesOf(path)[reason as Reason];
  return `${isProposalName(path) ? file : join(folderOf(path), file)}: ${reason}: ${message}.${cure === undefined ? '' : ` ${cure}`}`;
}

/** How another person publishes what is proposed. People of the demo are named; elsewhere the person signs in. */
export function publishCommand(what: string): string {
  return `npx cx company publish ${what} --reason WHY${readIssuer(process.env).isDemo ? ' --as rules-publisher' : ''}`;
}

function curesOf(path: string): Readonly<Partial<Record<Reason, string>>> {
  const propose = `npx cx company propose ${isProposalName(path) ? 'DIR' : path} --reason WHY`;
  return {
    FIRST_DAY_PASSED: 'Let it begin later or, if it need not be payable, add --after-first-day.',
    DOCUMENT_NAME_USED: 'Give the ruleset a new name.',
    COMPANY_NOT_PUBLISHED: 'Propose and publish company.yaml first, or the whole folder.',
    NOT_PROPOSED: `Propose it: ${propose}`,
    PROPOSAL_OUTDATED: `Look at the newest version, then propose it again: ${propose}`,
    SAME_PERSON: `Let another person publish it: ${publishCommand(path)}`,
  };
}
