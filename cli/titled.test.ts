import { expect, it } from 'vitest';
import { titled } from './titled.js';

it.each([
  ['stands behind the path', 'delivery/area/sp', 'São Paulo', 'delivery/area/sp (São Paulo)'],
  ['is left out where there is none', 'delivery/area/sp', '', 'delivery/area/sp'],
  ['is left out where it only spells the department otherwise', 'delivery', 'Delivery', 'delivery'],
  ['is left out where it only spells the unit otherwise', 'method/credit_card', 'Credit card', 'method/credit_card'],
])('a display name %s', (_, path, title, shown) => {
  expect(titled(path, title)).toBe(shown);
});
