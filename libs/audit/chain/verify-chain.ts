import type { ChainFault } from './fault.js';
import { type Head, type Line, lineHash, NO_LINE } from './line.js';

/** Where a chain breaks first. */
export interface BrokenChain {
  readonly fault: ChainFault;
  /** The first position that cannot be relied on, from 1. */
  readonly position: bigint;
}

/**
 * Follows a chain line by line. A chain proves that no line was changed, removed, moved or put in; only a remembered head proves
 * that its end was not cut off, or the whole chain not written anew.
 */
export class ChainCheck {
  #head: Head = NO_LINE;
  #broken: BrokenChain | undefined;

  /** @param remembered  a head that was seen before */
  constructor(private readonly remembered: Head = NO_LINE) {}

  /** Takes the next line in order of the positions. After the first fault it takes no more. */
  add(line: Line): void {
    if (this.#broken !== undefined) return;
    const fault = faultOf(line, this.#head) ?? this.#isRewritten(line);
    if (fault === undefined) this.#head = line;
    else this.#broken = { fault, position: fault === 'MISSING' ? this.#head.position + 1n : line.position };
  }

  /** The newest line of those that hold together. */
  get head(): Head {
    return { position: this.#head.position, hash: this.#head.hash };
  }

  /** Whether a fault was found; then further lines change nothing. */
  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  /** Call it after the last line. Undefined when the chain holds. */
  end(): BrokenChain | undefined {
    const isShort = this.#head.position < this.remembered.position;
    const cutOff = { fault: 'CUT_OFF', position: this.#head.position + 1n } as const;
    return this.#broken ?? (isShort ? cutOff : undefined);
  }

  #isRewritten({ position, hash }: Line): ChainFault | undefined {
    const { remembered } = this;
    return position === remembered.position && !hash.equals(remembered.hash) ? 'REWRITTEN' : undefined;
  }
}

function faultOf({ position, previousHash, hash, text }: Line, before: Head): ChainFault | undefined {
  if (position !== before.position + 1n) return 'MISSING';
  if (!previousHash.equals(before.hash)) return 'UNLINKED';
  if (!lineHash(previousHash, text).equals(hash)) return 'CHANGED';
  return positionIn(text) === String(position) ? undefined : 'MISPLACED';
}

function positionIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly position?: unknown }).position;
  } catch {
    return undefined;
  }
}
