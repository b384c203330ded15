import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** The map by which the rows of these files become two facts each: placed and paid. */
export const MAP = 'docs/example-import/my-shop.yaml';
const HEAD = 'Bestellnummer;Bestellt am;Bezahlt am;Zahlart;Land;Betrag;Zugesagt;Status';

/** Writes a file of so many orders. @param first  the number of the first one: files with other numbers have other orders */
export async function writeOrders(file: string, rows: number, first = 1_000_000): Promise<void> {
  const out = createWriteStream(file);
  out.write(`${HEAD}\r\n`);
  const two = (value: number) => String(value).padStart(2, '0');
  for (let row = 0; row < rows; row++) {
    const day = `${two(1 + (row % 28))}.03.2026`;
    const minute = `${two(row % 24)}:${two(row % 60)}`;
    const line = `#${first + row};${day} ${minute};${day} 23:59;PayPal;DE;1.0${two(row % 100)},50;31.03.2026;offen\r\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}
