import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse, stringify } from 'yaml';
import { RULE_FILES } from '#deploy/prometheus/rule-files.js';
import type { AlertingRule, RuleGroup } from '#deploy/prometheus/slo/slo-rules.js';

/** Every `for` of the rules is divided by this; otherwise a drill would take hours. */
export const QUICKER = 10;
/** The windows of the service levels are longer: of the pages the longest is six hours, 12 minutes in a drill. */
const SLO_QUICKER = 30;
const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** A file of rules for a drill. */
interface DrillRules {
  readonly file: string;
  readonly text: string;
}

/**
 * All rules of an installation with every wait divided: "for: 5m" becomes "for: 30s". Limits in days stay. The tickets of the service levels
 * are left out: they watch days, so in a drill they would tell of the fault before.
 */
export function quickerRules(): readonly DrillRules[] {
  return RULE_FILES.map((path) => {
    const [file, text] = [basename(path), readFileSync(path, 'utf8')];
    return {
      file,
      text: file === 'slo.yaml' ? divided(pagesOnly(text), SLO_QUICKER, 'smhd') : divided(text, QUICKER, 'smh'),
    };
  });
}

function divided(rules: string, by: number, units: string): string {
  const wait = new RegExp(`(?<=for: |\\[|offset )(\\d+)([${units}])\\b`, 'g');
  return rules
    .replaceAll('interval: 30s', 'interval: 1s')
    .replaceAll(/(> |< bool )300\b/g, (_, compared: string) => `${compared}${300 / QUICKER}`)
    .replace(wait, (_, count: string, unit: keyof typeof SECONDS) => `${(Number(count) * SECONDS[unit]) / by}s`);
}

function pagesOnly(text: string): string {
  const { groups } = parse(text) as { readonly groups: readonly RuleGroup[] };
  const isTicket = (rule: RuleGroup['rules'][number]) => isAlert(rule) && rule.labels['severity'] === 'ticket';
  const kept = groups.map((group) => ({ ...group, rules: group.rules.filter((rule) => !isTicket(rule)) }));
  return stringify({ groups: kept }, { lineWidth: 0 });
}

function isAlert(rule: RuleGroup['rules'][number]): rule is AlertingRule {
  return 'alert' in rule;
}
