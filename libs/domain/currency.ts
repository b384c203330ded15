/**
 * How many decimals the money of a currency has, by ISO 4217. Two, if a currency is not named here. A manifest names the table, so that an
 * amount can be read when a currency has changed: a changed exponent is a new table.
 */
const EXPONENTS: Readonly<Record<string, number>> = {
  ...named(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...named(3, 'BHD IQD JOD KWD LYD OMR TND'),
  ...named(4, 'CLF UYW'),
};

/** Names the table above in every manifest. */
export const CURRENCY_TABLE = 'iso-4217/1';

const CODES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Whether this is a code of ISO 4217. */
export function isCurrency(code: string): boolean {
  return CODES.has(code);
}

/** Decimals of an amount: 2 for EUR, 0 for JPY, 3 for KWD. */
export function currencyExponent(code: string): number {
  return EXPONENTS[code] ?? 2;
}

/** Minor units as people write them: 111633 cents are "1116.33", 1500 yen are "1500". */
export function amountText(minor: bigint, currency: string): string {
  const exponent = currencyExponent(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const sign = minor < 0n ? '-' : '';
  return exponent === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-exponent)}`;
}

/** Minor units of "1500.00"; undefined when it is no amount, is below 0, or has more decimals than the currency. */
export function parseAmount(text: string, currency: string): bigint | undefined {
  const [, whole, decimals = ''] = /^(\d{1,15})(?:\.(\d{1,4}))?$/.exec(text) ?? [];
  const exponent = currencyExponent(currency);
  if (whole === undefined || decimals.length > exponent) return undefined;
  return BigInt(whole + decimals.padEnd(exponent, '0'));
}

function named(exponent: number, codes: string): Record<string, number> {
  return Object.fromEntries(codes.split(' ').map((code) => [code, exponent]));
}
