import { readFileSync } from 'node:fs';
import { PROOF_CAUSES } from '#libs/domain/proof.js';

const BEGIN = '<!-- causes: printed by npm run docs from libs/domain/proof.ts -->';
const END = '<!-- /causes -->';

/** docs/secure-connections.md with the table of causes for which a caller is refused. The rest of the page is written by hand. */
export function secureConnectionsPage(): string {
  const page = readFileSync(new URL('secure-connections.md', import.meta.url), 'utf8');
  const [before = '', rest = ''] = page.split(BEGIN);
  const [, after = ''] = rest.split(END);
  const rows = Object.entries(PROOF_CAUSES).map(([cause, meaning]) => `| \`${cause}\` | ${meaning} |`);
  return `${before}${BEGIN}\n| cause | meaning |\n| --- | --- |\n${rows.join('\n')}\n${END}${after}`;
}
