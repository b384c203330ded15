/** One condition that must hold at the end. */
export interface Finding {
  readonly what: string;
  readonly isRight: boolean;
  readonly detail: string;
}

export function finding(what: string, isRight: boolean, detail = ''): Finding {
  return { what, isRight, detail: isRight ? '' : detail };
}

/** "- Yes: no batch is left in quarantine." */
export function inWords({ what, isRight, detail }: Finding): string {
  return `- ${isRight ? 'Yes' : '**NO**'}: ${what}${isRight ? '.' : `: ${detail}`}`;
}
