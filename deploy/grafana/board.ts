import { EXPORTED_METRICS, type MetricKey } from '#libs/metrics/exported-metrics.js';
import { name } from './metric-name.js';
import { type Annotation, DATASOURCE, type Dashboard, type Panel, type QueryVariable, type Row } from './panel.js';

/** What distinguishes one board from another. */
interface Board {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables?: readonly QueryVariable[];
  /** Beside those that every board has. */
  readonly annotations?: readonly Annotation[];
  readonly panels: readonly (Panel | Row)[];
}

/** Marks what may be the reason of a move: another ruleset or other limits, a period that was frozen. */
const ANNOTATIONS = [
  instants('Documents published', 'A document of the company was published', 'blue', 'documentPublished'),
  instants('Periods frozen', 'A period was frozen: its numbers do not change any more', 'purple', 'snapshotCreated'),
];

/** Makes a board: every one of them has the same manners. */
export function board({ uid, title, description, variables = [], annotations = [], panels }: Board): Dashboard {
  return {
    uid,
    title: `CX / ${title}`,
    description: `${description} Printed by npm run dashboards.`,
    tags: ['cx'],
    schemaVersion: 39,
    timezone: 'utc',
    editable: false,
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    templating: {
      list: [{ type: 'datasource', name: 'datasource', label: 'Prometheus', query: 'prometheus' }, ...variables],
    },
    annotations: { list: [...ANNOTATIONS, ...annotations] },
    links: [{ type: 'dashboards', title: 'CX', tags: ['cx'], asDropdown: true, includeVars: true, keepTime: true }],
    panels,
  };
}

/** The values that a label has in a metric; all of them to begin with. */
export function variable(label: string, of: MetricKey, chosen = ''): QueryVariable {
  const definition = `label_values(${EXPORTED_METRICS[of].name}${chosen}, ${label})`;
  return {
    type: 'query',
    name: label,
    label: `${label.charAt(0).toUpperCase()}${label.slice(1)}`,
    datasource: DATASOURCE,
    query: { query: definition, refId: label },
    definition,
    refresh: 2,
    sort: 1,
    includeAll: true,
    multi: true,
    allValue: '.+',
    current: { text: 'All', value: '$__all' },
  };
}

function instants(title: string, says: string, iconColor: string, key: MetricKey): Annotation {
  return annotation(title, says, iconColor, `max(${name(key)})`);
}

/** @param expr  seconds since 1970 */
export function annotation(title: string, titleFormat: string, iconColor: string, expr: string): Annotation {
  return {
    name: title,
    enable: true,
    iconColor,
    datasource: DATASOURCE,
    target: { expr: `${expr} * 1000`, refId: 'Anno', interval: '60s' },
    titleFormat,
    useValueForTime: 'on',
  };
}
