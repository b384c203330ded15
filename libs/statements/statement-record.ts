/** What a statement reads of a bonus-input record: the fields of docs/record-format.md, where every number is a text. */
export interface StatementRecord {
  readonly department: string;
  readonly snapshot: string;
  readonly version: string;
  readonly state: string;
  readonly payable: boolean;
  readonly not_payable_reasons: readonly string[];
  readonly period: {
    readonly name: string;
    readonly first_day: string;
    readonly last_day: string;
    readonly zone: string;
  };
  readonly ruleset: { readonly name: string; readonly sha256: string; readonly published_at: string };
  readonly index: {
    readonly index_e4?: string;
    readonly lower_e4?: string;
    readonly upper_e4?: string;
    readonly lived_index_e4?: string;
    readonly coverage_bp: string;
    readonly self_reported_bp: string;
    readonly status: string;
    readonly change_since_last_version_e4: string;
  };
  readonly metrics: readonly RecordMetric[];
  readonly events: readonly {
    readonly event: string;
    readonly hits: string;
    readonly cases: string;
    readonly index_without_e4?: string;
  }[];
  readonly rulings?: {
    readonly hits: string;
    readonly cases: string;
    readonly charged_to_others: string;
    readonly index_without_e4?: string;
  };
  readonly sensitivity: readonly { readonly metric: string; readonly next?: Step; readonly last?: Step }[];
}

export interface RecordMetric {
  readonly metric: string;
  readonly hits: string;
  readonly cases: string;
  readonly score_e4?: string;
  readonly effective_weight_bp: string;
  readonly points_e4: string;
  readonly exclusions: readonly {
    readonly class: string;
    readonly reason: string;
    readonly responsible: string;
    readonly hits: string;
    readonly cases: string;
  }[];
}

export interface Step {
  readonly anchor: string;
  readonly hits: string;
  readonly index_e4?: string;
}

/** @throws {SyntaxError} when it is no JSON */
export function parseRecord(bytes: Uint8Array): StatementRecord {
  return JSON.parse(Buffer.from(bytes).toString()) as StatementRecord;
}
