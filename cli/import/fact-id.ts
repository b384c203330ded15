import { createHash } from 'node:crypto';
import { ID_CHARACTERS } from '#libs/domain/id.js';

/**
 * The id of a fact that a file does not name: "1001/delivered". The same row has the same id in every import, so to import it
 * again changes nothing. Where both parts together are too long for an id, their SHA-256 stands for them.
 */
export function factIdOf(caseId: string, name: string): string {
  const plain = `${caseId}/${name}`;
  return [...plain].length <= ID_CHARACTERS ? plain : createHash('sha256').update(plain).digest('hex');
}
