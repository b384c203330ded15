import type { Cell } from '#libs/maps/rows/column.js';

/** A row of a file. */
export interface FileRow {
  readonly kind: 'row';
  /** Where it begins, from 1. */
  readonly line: number;
  /** The cells that the map asks for, in its order. */
  readonly cells: readonly Cell[];
  /** The whole row, to be written into the file of refused rows. */
  readonly record: readonly string[];
}

/** A row that is refused before any cell is looked at. The rows behind it are not affected. */
export interface BadRow {
  readonly kind: 'bad';
  readonly line: number;
  readonly problem: string;
  readonly cure: string;
  /** As far as its fields can be told apart. */
  readonly record: readonly string[] | undefined;
}

/** The place from which on a file cannot be read. */
export interface BrokenFile {
  readonly kind: 'broken';
  readonly line: number;
  readonly problem: string;
  readonly cure: string;
}

export type FileItem = FileRow | BadRow | BrokenFile;
