import { readFileSync } from 'node:fs';
import { INSECURITIES } from '#libs/domain/insecurity.js';

const BEGIN = '<!-- insecurities: printed by npm run docs from libs/domain/insecurity.ts -->';
const END = '<!-- /insecurities -->';

/** docs/security.md with the table of what makes a process insecure. The rest of the page is written by hand. */
export function securityPage(): string {
  const page = readFileSync(new URL('security.md', import.meta.url), 'utf8');
  const [before = '', rest = ''] = page.split(BEGIN);
  const [, after = ''] = rest.split(END);
  const rows = Object.entries(INSECURITIES).map(([reason, { says, cure }]) => `| \`${reason}\` | ${says} | ${cure} |`);
  const head = '| reason | what it means | what to do |\n| --- | --- | --- |';
  return `${before}${BEGIN}\n${head}\n${rows.join('\n')}\n${END}${after}`;
}
