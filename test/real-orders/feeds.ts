import { readFileSync } from 'node:fs';
import type { FeedsDocument } from '#libs/documents/feeds/feeds-document.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';

const { feeds } = parseYaml(readFileSync('data/olist/company/feeds.yaml', 'utf8')).value as FeedsDocument;

/** The feed of the real orders that reports to each department. */
export const FEEDS = Object.fromEntries(
  BUILT_IN_SOURCES.map((source) => {
    const feed = Object.keys(feeds).find((name) => feeds[name]?.reports.some(({ to }) => to === source));
    if (feed === undefined) throw new Error(`no feed of data/olist/company/feeds.yaml reports to ${source}`);
    return [source, feed];
  }),
) as Readonly<Record<BuiltInSource, string>>;
