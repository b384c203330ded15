import { z } from 'zod';
import { mapDocument } from '#libs/maps/map-document.js';

/** docs/schemas/import-map.json: what an editor completes and checks in a map of `cx import csv`. */
export function mapSchema(): string {
  const schema = z.toJSONSchema(mapDocument, { io: 'input', unrepresentable: 'any' });
  return `${JSON.stringify({ title: 'A map of cx import csv', ...schema }, undefined, 2)}\n`;
}
