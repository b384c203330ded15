/** What `npm audit --json` answered: the advisories from a severity on, or why there is no answer. */
export type AuditAnswer =
  | { readonly kind: 'answered'; readonly advisories: readonly string[] }
  | { readonly kind: 'not_answered'; readonly why: string };

const SEVERE = ['high', 'critical'];

interface Report {
  readonly error?: { readonly code?: string; readonly summary?: string };
  readonly message?: string;
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly range: string }>>;
}

/** @param output  what npm printed: a report, an error of the registry as JSON, or anything */
export function readAudit(output: string): AuditAnswer {
  let report: Report;
  try {
    report = JSON.parse(output) as Report;
  } catch {
    return { kind: 'not_answered', why: output.trim().split('\n')[0] || 'npm printed nothing' };
  }
  if (report.vulnerabilities === undefined) {
    const why = report.error?.summary || report.message || report.error?.code || 'the answer is no report';
    return { kind: 'not_answered', why: why.split('\n')[0] ?? '' };
  }
  const advisories = Object.entries(report.vulnerabilities)
    .filter(([, { severity }]) => SEVERE.includes(severity))
    .map(([name, { severity, range }]) => `${name} ${range}: ${severity}`);
  return { kind: 'answered', advisories };
}
