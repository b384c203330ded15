/** One thing that must be so in the end. */
export interface Finding {
  readonly what: string;
  readonly isRight: boolean;
  readonly detail: string;
}

export function finding(what: string, isRight: boolean, detail = ''): Finding {
  return { what, isRight, detail: isRight ? '' : detail };
}

/** "- Yes: nothing is left put aside." */
export function inWords({ what, isRight, detail }: Finding): string {
  return `- ${isRight ? 'Yes' : '**NO**'}: ${what}${isRight ? '.' : `: ${detail}`}`;
}
