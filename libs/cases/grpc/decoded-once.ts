import { notesOn } from '#libs/domain/notes.js';
import type { StoredFact } from '../facts/stored-fact.js';

/** Decodes each fact once: a process remembers cases with their facts, and judges a fact several times. */
export function decodedOnce<Decoded>(decode: (stored: StoredFact) => Decoded): (stored: StoredFact) => Decoded {
  const known = notesOn<StoredFact, Decoded>();
  return (stored) => {
    const before = known.get(stored);
    if (before !== undefined) return before;
    const decoded = decode(stored);
    known.set(stored, decoded);
    return decoded;
  };
}
