import { expect, it } from 'vitest';
import { readText } from './source.js';

const { version } = JSON.parse(readText('package.json')) as { readonly version: string };

/** Where people and machines read the version, and how often it stands there. */
const STATED = {
  'README.md': 1,
  'deploy/compose/compose.yaml': 2,
  'deploy/helm/cx-index/Chart.yaml': 2,
  'deploy/image/Dockerfile': 4,
  'docs/install.md': 2,
};

it.each(Object.entries(STATED))('%s states the version of package.json', (path, times) => {
  const found = [
    ...readText(path).matchAll(/(?<=cx-index[: ]|cx-index:\$\{CX_VERSION:-|[vV]ersion: |VERSION=)\d+\.\d+\.\d+/g),
  ];
  expect(found.map(([stated]) => stated).filter((stated) => stated === version).length).toBeGreaterThanOrEqual(times);
  expect(found.map(([stated]) => stated).filter((stated) => stated !== version)).toEqual([]);
});
