import type { BuiltInSource } from '#libs/domain/observation.js';

/** The names that the departments of npm start know their feeds by. */
export const FEEDS: Readonly<Record<BuiltInSource, string>> = {
  ordering: 'olist',
  warehouse: 'olist',
  delivery: 'olist',
  survey: 'agency',
  support: 'generator',
};
