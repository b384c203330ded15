import type { RefusedRow } from './map-rows.js';

/** One line for each reason: "orders.csv, line 7, Paid at: "soon" is not a timestamp; write 2018-03-02T14:10:00+01:00". */
export function lineOfRefused(file: string, { line, reasons }: RefusedRow): string[] {
  return reasons.map(({ columns, problem, cure }) => {
    const where = [file, `line ${line}`, ...(columns.length === 0 ? [] : [columns.join(' and ')])];
    return `${where.join(', ')}: ${problem}; ${cure}`.replaceAll('\n', '\\n');
  });
}
