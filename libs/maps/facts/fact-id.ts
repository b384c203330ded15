import { createHash } from 'node:crypto';
import { ID_CHARACTERS } from '#libs/domain/id.js';

/**
 * The id of a fact that a file does not name: "1001/delivered". The same row has the same id in every import, so to import it
 * again changes nothing.
 */
export function factIdOf(caseId: string, name: string): string {
  return factIdThatFits(`${caseId}/${name}`);
}

/** The id itself; where it is too long for an id, its SHA-256 stands for it. */
export function factIdThatFits(id: string): string {
  if (id.length <= ID_CHARACTERS || [...id].length <= ID_CHARACTERS) return id;
  return createHash('sha256').update(id).digest('hex');
}
