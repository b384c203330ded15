/** What the page of settings states beside meaning and default. */
export interface SettingCosts {
  /** "milliseconds"; unset for a setting that is no number. */
  readonly unit?: string;
  /** What the operator pays for another value than the default, or for setting it. */
  readonly costs: string;
}
