import { resolve } from 'node:path';

/** Which start is meant, for commands that are printed for people to type. */
export interface StartedAs {
  readonly dataDir: string;
  /** Whether the folder is the one that `npm start` and `cx` take by default. */
  readonly isDefaultFolder: boolean;
  readonly portBase: number;
  /** The folder of the company's documents. */
  readonly company?: string | undefined;
  /** Set where the simulated retailer is played: its documents are known. */
  readonly live?: object | undefined;
}

export const DEFAULT_PORT_BASE = 7_100;

/** A command of cx that asks this installation, from whatever folder it is typed. */
export function cxCommand({ dataDir, isDefaultFolder }: StartedAs, words: string): string {
  return `${isDefaultFolder ? '' : `CX_DATA=${quoted(resolve(dataDir))} `}npx cx ${words}`;
}

/** The command that starts this installation again, or another one beside it when a part is replaced. */
export function startCommand(started: StartedAs): string {
  const { dataDir, portBase, company, live } = started;
  const ports = portBase === DEFAULT_PORT_BASE ? '' : `CX_PORT_BASE=${portBase} `;
  const what = live !== undefined ? ['--live'] : company === undefined ? [] : ['--company', quoted(resolve(company))];
  const words = [...what, ...(isUsualFolder(started) ? [] : ['--data', quoted(resolve(dataDir))])];
  return `${ports}npm start${words.length === 0 ? '' : ` -- ${words.join(' ')}`}`;
}

/** The folder of the simulated retailer when none is named. */
export const LIVE_FOLDER = '.cx-live';

/** Whether a start of the same kind takes the data folder by itself. */
function isUsualFolder({ dataDir, isDefaultFolder, company, live }: StartedAs): boolean {
  if (live !== undefined) return resolve(dataDir) === resolve(LIVE_FOLDER);
  return isDefaultFolder || (company !== undefined && resolve(dataDir) === resolve(company, '.cx'));
}

/** Another port base, for an installation beside this one. */
export function otherPortBase(portBase: number): number {
  return portBase + 1_000 <= 64_000 ? portBase + 1_000 : portBase - 1_000;
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
