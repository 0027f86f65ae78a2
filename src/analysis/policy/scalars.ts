const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** An integer or decimal, or null. Exact up to 2^53, beyond the counts and sizes these keys hold. */
export function readNumber(text: string): number | null {
  if (!NUMBER.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

const EPOCH_SECONDS = /^-?\d{5,}$/;
const W3C_DATE =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?)?)?$/;

/**
 * Seconds since 1970 of "one of the W3C implementations of the ISO 8601 date formats or epoch (UNIX)
 * time", or null. Four digits are a year: the documentation is silent, and second 2024 is of no use.
 * (IAM User Guide, reference_policies_elements_condition_operators, "Date condition operators")
 */
export function readDate(text: string): number | null {
  if (EPOCH_SECONDS.test(text)) return readNumber(text);
  const match = W3C_DATE.exec(text);
  if (match === null) return null;
  const [, year, month = '01', day = '01'] = match;
  // Date.parse takes 30 February for 1 March.
  if (Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return null;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}

/** True or false in any case, or null. The documentation writes lower case and is silent on others. */
export function readBoolean(text: string): boolean | null {
  const word = text.toLowerCase();
  if (word === 'true') return true;
  return word === 'false' ? false : null;
}
