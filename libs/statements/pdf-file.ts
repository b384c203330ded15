/** Fonts that every reader of PDF has, so that none is embedded. Their texts are WinAnsi. */
export const FONTS = { plain: 'Helvetica', bold: 'Helvetica-Bold', code: 'Courier' } as const;
export type Font = keyof typeof FONTS;

const NAMES = Object.keys(FONTS) as readonly Font[];

/** Lines of drawing operators, one text for each page. */
export interface PdfPages {
  readonly title: string;
  /** Width and height in points. */
  readonly size: readonly [number, number];
  readonly pages: readonly string[];
}

/**
 * A PDF 1.7 file of these pages. It holds no date and no random id, and its streams are not compressed: the same pages give the same bytes
 * on every machine and with every version of Node.
 */
export function pdfFile({ title, size, pages }: PdfPages): Buffer {
  const first = 4 + NAMES.length;
  const pageId = (at: number) => first + 2 * at;
  const fonts = NAMES.map((name, at) => `/${name} ${4 + at} 0 R`).join(' ');
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>`,
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, at) => `${pageId(at)} 0 R`).join(' ')}] >>`,
    `<< /Title ${pdfText(title)} /Producer (cx-index) >>`,
    ...NAMES.map((name) => `<< /Type /Font /Subtype /Type1 /BaseFont /${FONTS[name]} /Encoding /WinAnsiEncoding >>`),
    ...pages.flatMap((content, at) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${size[0]} ${size[1]}] /Resources << /Font << ${fonts} >> >> /Contents ${pageId(at) + 1} 0 R >>`,
      `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
    ]),
  ];
  return assembled(objects);
}

function assembled(objects: readonly string[]): Buffer {
  let file = '%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n';
  const offsets = objects.map((object, at) => {
    const offset = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const begin = file.length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n${begin}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

/** A text between parentheses. A character that WinAnsi lacks becomes a question mark. */
export function pdfText(text: string): string {
  const winAnsi = [...text]
    .map((one) => ((one.codePointAt(0) ?? 0) <= 0xff && !/[\u0080-\u009F]/.test(one) ? one : '?'))
    .join('');
  return `(${winAnsi.replace(/[\\()]/g, (one) => `\\${one}`)})`;
}
