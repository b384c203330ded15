import { closeSync, existsSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { type Encoding, encoded } from '../files/encoding.js';
import type { FileForm } from '../files/file-form.js';
import { notWritable } from '../mistakes.js';

/** The column with the reason. It is the first one, so a row that was too short or too long stays as it was. */
export const REASON_COLUMN = 'cx_reason';

/** "orders.refused.csv" beside "orders.csv" or "orders.csv.gz". */
export function refusedFileOf(file: string): string {
  const [, name = file, ending = '.csv'] = /^(.*?)(\.[A-Za-z]+)?(?:\.gz)?$/.exec(file) ?? [];
  return `${name}.refused${ending}`;
}

/**
 * The rows of a file that were refused, in the order of the file: the same columns, separator and encoding, and the reason in
 * front. When they are corrected, the file can be imported with the same map.
 */
export class RefusedFile {
  /** Bytes that are written. */
  bytes: number;
  #handle: number | undefined;

  /** @param bytes  of an import that goes on: as much of the file is kept. 0: it begins anew. */
  constructor(
    readonly path: string,
    private readonly header: readonly string[],
    private readonly form: Pick<FileForm, 'format' | 'separator' | 'encoding'>,
    bytes: number,
  ) {
    this.bytes = existsSync(path) ? bytes : 0;
    if (this.bytes === 0) rmSync(path, { force: true });
    else {
      this.#handle = openSync(path, 'r+');
      ftruncateSync(this.#handle, this.bytes);
    }
  }

  add(record: readonly string[] | undefined, reason: string): void {
    if (this.form.format === 'json_lines') this.#write(`${jsonLine(record?.[0], reason)}\n`);
    else this.#write(this.#line(record ?? [], reason));
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
  }

  #line(record: readonly string[], reason: string): string {
    const header = this.bytes === 0 ? this.#cells([REASON_COLUMN, ...this.#withoutReason(this.header)]) : '';
    return `${header}${this.#cells([reason, ...this.#withoutReason(record)])}`;
  }

  /** Of a file of refused rows that is imported again: the old reason goes. */
  #withoutReason(cells: readonly string[]): readonly string[] {
    return this.header[0] === REASON_COLUMN ? cells.slice(1) : cells;
  }

  #cells(cells: readonly string[]): string {
    const { separator } = this.form;
    const quoted = cells.map((cell) =>
      cell.includes(separator) || /["\n\r]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
    );
    return `${quoted.join(separator)}\r\n`;
  }

  #write(text: string): void {
    const bytes = encoded(text, this.form.encoding as Encoding, this.bytes === 0 && this.form.format === 'csv');
    try {
      this.#handle ??= openSync(this.path, 'w');
      this.bytes += writeSync(this.#handle, bytes, 0, bytes.length, this.bytes);
    } catch (error) {
      throw notWritable(this.path, error);
    }
  }
}

/** The object of a line with the reason in it; of a line that is no object, its text. */
function jsonLine(text: string | undefined, reason: string): string {
  try {
    const value = JSON.parse(text ?? '') as object;
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return JSON.stringify({ ...value, [REASON_COLUMN]: reason });
  } catch {}
  return JSON.stringify({ [REASON_COLUMN]: reason, cx_line: text ?? '' });
}
