import { charactersOf, type GlobToken, type Piece, tokenize, tokensMatch } from './glob.ts';

const COMPONENTS = 6;

/** An ARN taken apart; `resource` is all that follows the fifth colon, more colons included. */
interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly account: string;
  readonly resource: string;
}

export function readArn(text: string): Arn | null {
  const [prefix, partition, service, region, account, ...rest] = text.split(':');
  if (prefix !== 'arn' || partition === undefined || service === undefined) return null;
  if (region === undefined || account === undefined || rest.length === 0) return null;
  return { partition, service, account, resource: rest.join(':') };
}

/**
 * "Each of the six colon-delimited components of the ARN is checked separately and each can include"
 * wildcards; in its case. Variables are filled in first, so that one may bring a whole ARN.
 * (IAM User Guide, reference_policies_elements_condition_operators, "ARN condition operators")
 */
export function arnMatches(value: string, expected: readonly Piece[]): boolean {
  const patterns = components(tokenize(expected));
  const parts = components(charactersOf(value));
  if (patterns.length < COMPONENTS) return false;
  return patterns.every((pattern, index) => {
    const part = parts[index];
    return part !== undefined && tokensMatch(pattern, part);
  });
}

function components<T extends GlobToken>(tokens: readonly T[]): T[][] {
  const found: T[][] = [];
  let start = 0;
  for (const [index, token] of tokens.entries()) {
    if (token !== ':' || found.length === COMPONENTS - 1) continue;
    found.push(tokens.slice(start, index));
    start = index + 1;
  }
  found.push(tokens.slice(start));
  return found;
}
