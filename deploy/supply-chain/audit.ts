import { spawnSync } from 'node:child_process';
import { readAudit } from './advisories.js';

/**
 * `npm run audit`: asks the registry for advisories about the packages of an installation. It ends with 1 when one is high or critical. When
 * the registry does not answer such questions it says so and ends with 0: nothing was checked, and nothing is wrong with this repository.
 */
const { stdout, stderr } = spawnSync('npm', ['audit', '--json', '--omit=dev'], { encoding: 'utf8', timeout: 60_000 });
const answer = readAudit(stdout.trim() === '' ? stderr : stdout);
if (answer.kind === 'not_answered') {
  console.warn(`ADVISORIES ARE NOT CHECKED, the registry does not answer: ${answer.why}`);
} else if (answer.advisories.length > 0) {
  console.error(['packages with advisories:', ...answer.advisories].join('\n  '));
  process.exitCode = 1;
} else {
  console.log('no package of an installation has a high or critical advisory');
}
