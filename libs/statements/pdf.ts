import type { Block, Page, Section } from './blocks.js';
import { type Font, pdfFile, pdfText } from './pdf-file.js';
import { textWidth, wrapped } from './text-width.js';

/** A4 in points, and what stays white around the text. */
const [WIDTH, HEIGHT] = [595, 842];
const [LEFT, RIGHT, TOP, BOTTOM] = [62, 533, 776, 70];
const FULL = RIGHT - LEFT;

const INK = '0.11 0.145 0.19';
const SOFT = '0.33 0.375 0.43';
const LINE = '0.85 0.87 0.9';
const ACCENT = '0.12 0.37 0.545';

/** The same blocks as in HTML, printed: the same page gives the same bytes. */
export function pdfOf(page: Page): Buffer {
  const sheet = new Sheet();
  sheet.text(page.title, { font: 'bold', size: 18, lead: 23 });
  sheet.text(page.subtitle, { colour: SOFT, size: 10.5, lead: 15 });
  if (page.notice !== undefined) sheet.notice(page.notice);
  for (const section of page.sections) drawSection(sheet, section);
  sheet.space(14);
  sheet.rule();
  sheet.space(4);
  sheet.text(page.footer, { colour: SOFT, size: 8.5, lead: 12 });
  const title = `${page.title}. ${page.subtitle}`;
  return pdfFile({ title, size: [WIDTH, HEIGHT], pages: sheet.finished(page.subtitle) });
}

function drawSection(sheet: Sheet, { heading, blocks }: Section): void {
  sheet.need(64);
  sheet.space(13);
  sheet.text(heading, { font: 'bold', size: 11, lead: 15, colour: ACCENT });
  sheet.rule();
  sheet.space(4);
  for (const block of blocks) drawBlock(sheet, block);
}

function drawBlock(sheet: Sheet, block: Block): void {
  switch (block.kind) {
    case 'paragraph':
      return sheet.text(block.text);
    case 'list':
      for (const item of block.items) sheet.item(item);
      return;
    case 'facts':
      for (const { name, value, isCode } of block.rows) {
        const font = isCode === true ? 'code' : 'plain';
        sheet.row([
          { text: name, x: 0, width: 150, colour: SOFT },
          { text: value, x: 160, width: FULL - 160, font, size: isCode === true ? 8 : 9.5 },
        ]);
      }
      return;
    case 'table':
      return drawTable(sheet, block);
    case 'scale':
      return sheet.scale(block);
  }
}

function drawTable(sheet: Sheet, { caption, head, rows, numbers }: Extract<Block, { kind: 'table' }>): void {
  sheet.text(caption, { colour: SOFT, size: 9, lead: 14 });
  sheet.space(4);
  // Numbers are as wide as their widest cell; the texts share what is left.
  const numberWidth = (at: number) =>
    Math.max(...[head, ...rows].map((row) => textWidth(row[at] ?? '', 'plain', 9.5))) + 18;
  const taken = numbers.reduce((sum, at) => sum + numberWidth(at), 0);
  const shared = (FULL - taken) / (head.length - numbers.length);
  const widths = head.map((_, at) => (numbers.includes(at) ? numberWidth(at) : shared));
  const cells = (row: readonly string[], change: { readonly colour?: string } = {}) =>
    row.map((text, at) => {
      const x = widths.slice(0, at).reduce((sum, one) => sum + one, 0);
      const width = (widths[at] ?? 0) - (numbers.includes(at) ? 0 : 10);
      return { text, x, width, isRight: numbers.includes(at), ...change };
    });
  sheet.row(cells(head, { colour: SOFT }));
  for (const row of rows) sheet.row(cells(row));
}

interface Style {
  readonly font?: Font;
  readonly size?: number;
  readonly lead?: number;
  readonly colour?: string;
}

interface PrintedCell extends Style {
  readonly text: string;
  /** From the left of the text. */
  readonly x: number;
  readonly width: number;
  readonly isRight?: boolean;
}

/** Pages that are filled from the top. */
class Sheet {
  readonly #pages: string[][] = [[]];
  #y = TOP;

  /** Begins another page when less than that is left. */
  need(height: number): void {
    if (this.#y - height >= BOTTOM) return;
    this.#pages.push([]);
    this.#y = TOP;
  }

  space(height: number): void {
    this.#y -= height;
  }

  text(text: string, { font = 'plain', size = 9.5, lead = 14, colour = INK }: Style = {}, x = 0): void {
    for (const line of wrapped(text, font, size, FULL - x)) {
      this.need(lead);
      this.#y -= lead;
      this.#show(line, LEFT + x, { font, size, colour });
    }
  }

  item(text: string): void {
    this.need(14);
    this.#draw(`${ACCENT} rg ${number(LEFT + 2)} ${number(this.#y - 10.5)} 3 3 re f`);
    this.text(text, {}, 13);
    this.space(2);
  }

  /** Cells side by side, with a line below. */
  row(cells: readonly PrintedCell[]): void {
    const lines = cells.map(({ text, font = 'plain', size = 9.5, width }) => wrapped(text, font, size, width));
    const height = 13 * Math.max(...lines.map(({ length }) => length));
    this.need(height + 5);
    for (const [at, { x, width, font = 'plain', size = 9.5, colour = INK, isRight = false }] of cells.entries()) {
      for (const [line, text] of (lines[at] ?? []).entries()) {
        const left = isRight ? x + width - textWidth(text, font, size) : x;
        this.#show(text, LEFT + left, { font, size, colour }, this.#y - 11 - 13 * line);
      }
    }
    this.#y -= height + 2;
    this.rule();
    this.space(2);
  }

  rule(): void {
    this.#draw(`${LINE} RG 0.6 w ${LEFT} ${number(this.#y - 2)} m ${RIGHT} ${number(this.#y - 2)} l S`);
    this.space(3);
  }

  notice(text: string): void {
    this.space(8);
    const lines = wrapped(text, 'plain', 9.5, FULL - 24);
    const height = lines.length * 14 + 10;
    this.need(height);
    this.#draw(`1 0.97 0.91 rg ${LEFT} ${number(this.#y - height)} ${FULL} ${height} re f`);
    this.#draw(`0.7 0.415 0 rg ${LEFT} ${number(this.#y - height)} 3 ${height} re f`);
    for (const [at, line] of lines.entries()) this.#show(line, LEFT + 12, {}, this.#y - 15 - 14 * at);
    this.#y -= height;
  }

  scale({ value, low, high, text }: Extract<Block, { kind: 'scale' }>): void {
    this.need(60);
    const y = this.#y - 22;
    const at = (e4: bigint) => LEFT + 6 + (Number(e4) / 1_000_000) * (FULL - 12);
    const bar = (from: bigint, to: bigint, colour: string) =>
      this.#draw(`${colour} rg ${number(at(from))} ${y} ${number(at(to) - at(from))} 8 re f`);
    bar(0n, 1_000_000n, '0.9 0.92 0.94');
    bar(low, high, '0.66 0.785 0.87');
    this.#draw(
      `${INK} RG 1 w [3 2] 0 d ${number(at(800_000n))} ${y - 5} m ${number(at(800_000n))} ${y + 13} l S [] 0 d`,
    );
    this.#draw(`${ACCENT} rg ${number(at(value) - 2.5)} ${y - 3} 5 14 re f`);
    for (const e4 of [0n, 200_000n, 400_000n, 600_000n, 800_000n, 1_000_000n]) {
      const label = String(e4 / 10_000n);
      this.#show(label, at(e4) - textWidth(label, 'plain', 8) / 2, { size: 8, colour: SOFT }, y - 15);
    }
    this.#y -= 42;
    this.text(text, { colour: SOFT, size: 9, lead: 14 });
    this.space(7);
  }

  /** The pages, each with its number. */
  finished(running: string): readonly string[] {
    return this.#pages.map((operators, at) => {
      const label = `${running}   page ${at + 1} of ${this.#pages.length}`;
      return [...operators, shown(label, LEFT, 40, { size: 8, colour: SOFT })].join('\n');
    });
  }

  #show(text: string, x: number, style: Style, y = this.#y): void {
    this.#draw(shown(text, x, y, style));
  }

  #draw(operators: string): void {
    this.#pages.at(-1)?.push(operators);
  }
}

function shown(text: string, x: number, y: number, { font = 'plain', size = 9.5, colour = INK }: Style): string {
  return `BT ${colour} rg /${font} ${size} Tf ${number(x)} ${number(y)} Td ${pdfText(text)} Tj ET`;
}

/** At most two decimals, so that no rest of a computation is in the bytes. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
