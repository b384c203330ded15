/** The pixels of a drawing. The fonts are those of the machine. */
export function pixelsOf(svg: string): { readonly width: number; readonly height: number; readonly rgba: Uint8Array };
