import type { Registry } from 'prom-client';

/**
 * A registry in the OpenMetrics 1.0 text format. Written here, because prom-client renames a counter for good when it prints one,
 * and then the older text format has no `_total` any more; and because it writes le="1" where the format wants le="1.0".
 */
export async function openMetrics(registry: Registry): Promise<string> {
  const families = (await registry.getMetricsAsJSON()) as readonly Family[];
  return `${families.flatMap(linesOf).join('\n')}\n# EOF\n`;
}

/** What prom-client knows of a metric. Its types call `type` a number; it is the word. */
interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: unknown;
  readonly values: readonly Sample[];
}

interface Sample {
  /** Set for the parts of a histogram: "..._bucket", "..._sum", "..._count". */
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

function linesOf({ name, help, type, values }: Family): string[] {
  // The family of a counter is named without the suffix that its samples have.
  const isCounter = type === 'counter';
  const family = isCounter ? name.replace(/_total$/, '') : name;
  const sampleName = isCounter ? `${family}_total` : name;
  return [
    `# HELP ${family} ${escaped(help)}`,
    `# TYPE ${family} ${type}`,
    ...values.map(
      ({ metricName, labels, value }) => `${metricName ?? sampleName}${inBraces(labels)} ${numberText(value)}`,
    ),
  ];
}

function inBraces(labels: Sample['labels']): string {
  const pairs = Object.entries(labels).map(([label, value]) => {
    const text = label === 'le' ? boundText(Number(value === '+Inf' ? Infinity : value)) : String(value);
    return `${label}="${escaped(text)}"`;
  });
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** A bound is a floating-point number for the reader, so it is written as one: 1 is "1.0". */
function boundText(bound: number): string {
  return Number.isInteger(bound) ? bound.toFixed(1) : numberText(bound);
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}
