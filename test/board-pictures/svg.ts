/** Colours as Grafana names them, on light ground. */
export const COLOURS: Readonly<Record<string, string>> = {
  green: '#3f8f3a',
  red: '#d1293d',
  orange: '#e8700a',
  blue: '#2f6fd0',
  purple: '#8f3bb8',
};
/** One for each series, in the order in which Grafana takes them. */
const PALETTE = [
  '#56a64b',
  '#f2a900',
  '#3274d9',
  '#e0752d',
  '#d1293d',
  '#5794f2',
  '#8f3bb8',
  '#37872d',
  '#ad0317',
  '#1f60c4',
];

export function colourOf(place: number): string {
  return PALETTE[place % PALETTE.length] ?? '#333333';
}

export const INK = { title: '#22252b', text: '#4a4f57', faint: '#8b9099', grid: '#e6e8eb' } as const;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

interface TextStyle {
  readonly size?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly isBold?: boolean;
  /** Longer text is cut to it. */
  readonly width?: number;
}

export function text(x: number, y: number, words: string, style: TextStyle = {}): string {
  const { size = 11, fill = INK.text, anchor = 'start', isBold = false, width = Number.POSITIVE_INFINITY } = style;
  const weight = isBold ? ' font-weight="bold"' : '';
  const shown = escaped(cut(words, width, size));
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"${weight}>${shown}</text>`;
}

export function rect({ x, y, w, h }: Box, fill: string, stroke = 'none'): string {
  const [width, height] = [Math.max(0, w), Math.max(0, h)].map(round);
  return `<rect x="${round(x)}" y="${round(y)}" width="${width}" height="${height}" fill="${fill}" stroke="${stroke}"/>`;
}

interface Stroke {
  readonly colour: string;
  readonly width?: number;
  readonly dash?: readonly number[];
}

export function path(points: readonly (readonly [number, number])[], { colour, width = 1, dash = [] }: Stroke): string {
  const d = points.map(([x, y], place) => `${place === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
  const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}"${dashes}/>`;
}

/** How wide words are, about: the font is the same on all machines that draw for the docs. */
export function widthOf(words: string, size = 11): number {
  return [...words].reduce((sum, one) => sum + (/[A-Z_]/.test(one) ? 0.7 : 0.58), 0) * size;
}

function cut(words: string, width: number, size: number): string {
  if (widthOf(words, size) <= width) return words;
  const kept = [...words].findIndex((_, place) => widthOf(`${words.slice(0, place + 1)}…`, size) > width);
  return `${words.slice(0, Math.max(1, kept))}…`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
