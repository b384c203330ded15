import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountText, currencyExponent, isCurrency, parseAmount } from './currency.js';

describe('money', () => {
  it.each([
    ['EUR', 111_633n, '1116.33'],
    ['EUR', 5n, '0.05'],
    ['EUR', -5n, '-0.05'],
    ['JPY', 1_500n, '1500'],
    ['KWD', 1_234n, '1.234'],
    ['KWD', 0n, '0.000'],
  ])('of %s: %s minor units are written %s', (currency, minor, text) => {
    expect(amountText(minor, currency)).toBe(text);
  });

  it.each([
    ['1500', 'EUR', 150_000n],
    ['1500.5', 'EUR', 150_050n],
    ['1500.50', 'EUR', 150_050n],
    ['1500', 'JPY', 1_500n],
    ['1.5', 'KWD', 1_500n],
  ])('"%s" of %s is read as %s minor units', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toBe(minor);
  });

  it.each([
    ['1500.5', 'JPY'],
    ['1.505', 'EUR'],
    ['1.5055', 'KWD'],
    ['-1', 'EUR'],
    ['1,500.00', 'EUR'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['1.', 'EUR'],
    [' 1', 'EUR'],
  ])('"%s" of %s is no amount', (text, currency) => {
    expect(parseAmount(text, currency)).toBeUndefined();
  });

  it('is read again as it was written, in every currency', () => {
    const currencies = fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF');
    fc.assert(
      fc.property(currencies, fc.bigInt(0n, 10n ** 14n), (currency, minor) => {
        expect(parseAmount(amountText(minor, currency), currency)).toBe(minor);
      }),
    );
  });

  it('is of a currency of ISO 4217', () => {
    expect(['EUR', 'JPY', 'XXZ', 'eur'].map(isCurrency)).toEqual([true, true, false, false]);
    expect(['BRL', 'KRW', 'TND'].map(currencyExponent)).toEqual([2, 0, 3]);
  });
});
