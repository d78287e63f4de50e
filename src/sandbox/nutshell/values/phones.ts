/** Country calling codes that are recognised in numbers with a plus sign, longest first. */
const CALLING_CODES = [
  '351',
  '353',
  '234',
  '20',
  '27',
  '31',
  '33',
  '34',
  '39',
  '44',
  '48',
  '49',
  '55',
  '61',
  '81',
  '90',
  '91',
  '1',
  '7',
];

/** A phone number as the provider shows it. */
export interface PhoneNumber {
  readonly countryCode: string;
  readonly number: string;
  readonly extension: string | null;
  readonly numberFormatted: string;
  readonly E164: string;
  readonly countryCodeAndNumber: string;
}

/**
 * Takes a number apart, however it was written: `734-555-0148`, `+44 20 7946 0018`, `(734) 555-0148 x12`. Numbers without
 * a country code are North American.
 */
export function parsePhone(text: string): PhoneNumber {
  const [main = '', extension] = text.split(/\s*(?:x|ext\.?|#)\s*(?=\d+\s*$)/i);
  const digits = main.replace(/\D/g, '');
  const international = main.trim().startsWith('+') ? CALLING_CODES.find((code) => digits.startsWith(code)) : undefined;
  const isLong = international === undefined && digits.length === 11 && digits.startsWith('1');
  const countryCode = international ?? '1';
  const number = international !== undefined || isLong ? digits.slice(countryCode.length) : digits;
  const isAmerican = countryCode === '1' && number.length === 10;
  const numberFormatted = isAmerican ? `${number.slice(0, 3)}-${number.slice(3, 6)}-${number.slice(6)}` : number;
  return {
    countryCode,
    number,
    extension: extension?.trim() ?? null,
    numberFormatted,
    E164: `+${countryCode}${number}`,
    countryCodeAndNumber: `+${countryCode} ${numberFormatted}`,
  };
}
