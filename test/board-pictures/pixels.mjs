import { Resvg } from '@resvg/resvg-js';

/** The pixels of a drawing. The fonts are those of the machine. */
export function pixelsOf(svg) {
  const { width, height, pixels } = new Resvg(svg, { font: { loadSystemFonts: true } }).render();
  return { width, height, rgba: pixels };
}
