/** How numbers and tables look to people. Programs get proto JSON. */

/** 834271n -> "83.4"; undefined -> "-". Rounded half up, the last thing that happens to a number. */
export function points(e4: bigint | undefined): string {
  return e4 === undefined ? '-' : tenths(e4);
}

/** 62000n -> "+6.2", -62000n -> "-6.2". */
export function signed(e4: bigint): string {
  const text = tenths(e4);
  return text.startsWith('-') ? text : `+${text}`;
}

/** 834271n -> "83.4271": every digit there is, for HR. */
export function exactPoints(e4: bigint | undefined): string {
  if (e4 === undefined) return '-';
  const magnitude = e4 < 0n ? -e4 : e4;
  return `${e4 < 0n ? '-' : ''}${magnitude / 10_000n}.${String(magnitude % 10_000n).padStart(4, '0')}`;
}

/** 1776 of 1866 -> "95.18 %". */
export function percent(hits: bigint, cases: bigint): string {
  if (cases === 0n) return '-';
  const hundredths = (hits * 100_000n + cases * 5n) / (cases * 10n);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')} %`;
}

/** 1776n -> "1,776". */
export function grouped(count: bigint | number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Basis points as a share: 9500n -> "95 %". */
export function share(bp: bigint): string {
  return `${(bp + 50n) / 100n} %`;
}

/** An instant for people: "2018-08-03T12:00Z"; empty without one. */
export function minute(instant: Date | undefined): string {
  return instant === undefined ? '' : `${instant.toISOString().slice(0, 16)}Z`;
}

export type Align = 'left' | 'right';

/** Lines of a table, two spaces between columns, nothing after the last. */
export function table(rows: readonly (readonly string[])[], aligns: readonly Align[], indent = '  '): string[] {
  const widths = aligns.map((_, column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return aligns[column] === 'right' ? cell.padStart(width) : cell.padEnd(width);
    });
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}

function tenths(e4: bigint): string {
  const magnitude = ((e4 < 0n ? -e4 : e4) + 500n) / 1_000n;
  return `${e4 < 0n && magnitude > 0n ? '-' : ''}${magnitude / 10n}.${magnitude % 10n}`;
}
