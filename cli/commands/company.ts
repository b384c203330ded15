import { join } from 'node:path';
import { type Finding, findingText } from '#libs/documents/finding.js';
import { readCompany } from '#libs/documents/read-company.js';
import { FACT_KINDS } from '#libs/maps/contract/fact-contract.js';
import { argument, type Command } from '../command.js';

/** `cx company lint DIR`: checks the documents of a company. It needs no service. */
export const companyLint: Command = {
  parameters: 'DIR',
  description:
    'Checks the documents of a company, all of them at once. Each finding names file, line, reason and cure.',
  example: 'cx company lint data/olist/company',
  run: async (call) => {
    const folder = argument(call, 0);
    const checked = readCompany(folder, FACT_KINDS);
    const findings = checked.kind === 'findings' ? checked.findings.map((one) => inFolder(one, folder)) : [];
    if (call.json) call.print(JSON.stringify({ findings }, undefined, 2));
    else for (const finding of findings) call.print(findingText(finding));
    call.remark(findings.length === 0 ? `${folder}: nothing is wrong.` : `${findings.length} findings in ${folder}.`);
    if (findings.some(({ reason }) => reason === 'FOLDER_UNREADABLE')) return 1;
    return findings.length === 0 ? 0 : 3;
  },
};

/** Files by a path from here, so that a terminal or an editor opens them. */
function inFolder(finding: Finding, folder: string): Finding {
  return { ...finding, file: finding.file === '.' ? folder : join(folder, finding.file) };
}
