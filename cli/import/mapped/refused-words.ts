import type { Reason, RefusedRow } from './map-rows.js';

/** One line for each reason: "orders.csv, line 7, Paid at: "soon" is not a timestamp; write 2018-03-02T14:10:00+01:00". */
export function lineOfRefused(file: string, { line, reasons }: Pick<RefusedRow, 'line' | 'reasons'>): string[] {
  return reasons.map((reason) => {
    const place = reason.columns.length === 0 ? ': ' : ', ';
    return `${file}, line ${line}${place}${reasonText(reason)}`;
  });
}

/** "Paid at: "soon" is not a timestamp; write 2018-03-02T14:10:00+01:00" */
export function reasonText({ columns, problem, cure }: Reason): string {
  const where = columns.length === 0 ? '' : `${[...new Set(columns)].join(' and ')}: `;
  return `${where}${problem}; ${cure}`.replaceAll('\n', '\\n');
}
