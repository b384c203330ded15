import { readFileSync } from 'node:fs';

/** The contracts as `buf build -o proto/image.binpb` wrote them, imports included: what reflection shows. */
export function descriptorImage(): Uint8Array {
  return readFileSync(new URL('../../proto/image.binpb', import.meta.url));
}
