import { didYouMean } from '#libs/domain/nearest.js';

/** Where something stands in a document: keys and places from the top. */
export type Path = readonly (string | number)[];

/** Something in a map that must be corrected before any file is read. */
export interface Finding {
  readonly path: Path;
  /** "there is no column word \"recieved\"" */
  readonly problem: string;
  /** What to do. */
  readonly cure: string;
}

/** Collects what is wrong with a map. */
export class Findings {
  readonly all: Finding[] = [];

  add(path: Path, problem: string, cure: string): void {
    this.all.push({ path, problem, cure });
  }

  /** A name that does not exist, with the one that was probably meant. */
  unknown(path: Path, what: string, name: string, known: readonly string[]): void {
    const meant = didYouMean(name, known).trim();
    const list = known.slice(0, 20).join(', ');
    this.add(
      path,
      `there is no ${what} ${name}`,
      meant || (list === '' ? 'there is none to name' : `there is ${list}`),
    );
  }
}
