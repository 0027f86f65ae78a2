import type { PolicyDocument } from '../policy/document.ts';
import { closesAgainstStrangers, letsDmsIn, refusesOwn } from './closed-form.ts';
import { dmsPrincipals, isDmsService } from './service-principals.ts';
import { otherKeysIn, type Tried, type TrustReading, trustReadings, tryService } from './service-requests.ts';
import { candidateAccounts, candidateArns, type Source } from './sources.ts';

/** What a trust is judged against. */
export interface GuardQuestion {
  readonly account: string;
  readonly partition: string;
  readonly regions: readonly string[];
  /** Accounts besides `account` that DMS may act for. */
  readonly trustedAccounts: readonly string[];
  /** ARNs of the account's own resources, tried first when asking who is let in. */
  readonly ownArns: readonly string[];
}

/** Whether a trust keeps DMS from acting through the role for strangers. */
export type GuardAnswer =
  | { readonly answer: 'no-dms-principal' }
  /** Only sources that are trusted get in, whatever the rest of the request is. */
  | { readonly answer: 'guarded'; readonly letIn: Tried }
  | { readonly answer: 'open'; readonly witness: Tried }
  | { readonly answer: 'unusable'; readonly witness: Tried }
  | { readonly answer: 'undecided'; readonly because: string };

/**
 * Judges by evaluating requests. `open` and `unusable` come with the request that shows it; `guarded` is
 * said only where the form of the document proves it for every request.
 */
export function judgeGuard(document: PolicyDocument, question: GuardQuestion): GuardAnswer {
  if (!document.statements.some(letsDmsIn)) return { answer: 'no-dms-principal' };
  const answers = trustReadings.map((reading) => judgeReading(document, question, reading));
  const [first] = answers;
  if (first === undefined) throw new Error('there is no reading');
  const failing = answers.filter(({ answer }) => answer === 'open' || answer === 'unusable');
  if (failing.length === answers.length) return answers.find(({ answer }) => answer === 'open') ?? first;
  const organisation = otherKeysIn(document).find((key) => key.toLowerCase().startsWith('aws:sourceorg'));
  if (organisation !== undefined) {
    return {
      answer: 'undecided',
      because: `it admits sources by ${organisation}, and no organisation is trusted in the settings`,
    };
  }
  if (answers.every(({ answer }) => answer === first.answer)) return first;
  return { answer: 'undecided', because: 'it hangs on a part that can be read in more than one way' };
}

const trustedBy = ({ account, trustedAccounts }: GuardQuestion): readonly string[] => [
  account,
  ...trustedAccounts,
];

function judgeReading(document: PolicyDocument, question: GuardQuestion, reading: TrustReading): GuardAnswer {
  const open = findStranger(document, question, reading);
  if (open !== null) return { answer: 'open', witness: open };
  const own = tryOwn(document, question, reading);
  const { letIn } = own;
  if (letIn === null) {
    const { account } = question;
    const requests = { account, from: isDmsService, carries: [], reading: reading.refused };
    return refusesOwn(document, document.statements.filter(letsDmsIn), requests)
      ? { answer: 'unusable', witness: own.refused }
      : {
          answer: 'undecided',
          because: 'no request was found that it lets in, but its patterns may allow one',
        };
  }
  return closesAgainstStrangers(document, trustedBy(question))
    ? { answer: 'guarded', letIn }
    : {
        answer: 'undecided',
        because: 'no stranger was found that it lets in, but its form does not rule one out',
      };
}

/** A DMS request for an untrusted account, or for nobody in particular, that gets through. */
function findStranger(
  document: PolicyDocument,
  question: GuardQuestion,
  reading: TrustReading,
): Tried | null {
  const strangers = candidateAccounts(document, trustedBy(question)).flatMap((account): readonly Source[] => {
    const arns = candidateArns(document, account, { ...question, known: [] });
    return [
      ...arns.map((arn) => ({ account, arn })),
      { account, arn: null },
      ...arns.map((arn) => ({ account: null, arn })),
    ];
  });
  return firstAllowed(document, question, reading, [...strangers, { account: null, arn: null }]).allowed;
}

function tryOwn(
  document: PolicyDocument,
  question: GuardQuestion,
  reading: TrustReading,
): { readonly letIn: Tried | null; readonly refused: Tried } {
  const { account } = question;
  const sources = candidateArns(document, account, { ...question, known: question.ownArns }).map((arn) => ({
    account,
    arn,
  }));
  const { allowed, first } = firstAllowed(document, question, reading, sources);
  return { letIn: allowed, refused: first };
}

function firstAllowed(
  document: PolicyDocument,
  { partition, regions }: GuardQuestion,
  reading: TrustReading,
  sources: readonly Source[],
): { readonly allowed: Tried | null; readonly first: Tried } {
  const services = servicesToTry(document, partition, regions);
  const tried: Tried[] = [];
  for (const source of sources) {
    for (const service of services) {
      const attempt = tryService(document, service, source, reading);
      if (attempt.decision.effect === 'allowed') return { allowed: attempt, first: tried[0] ?? attempt };
      tried.push(attempt);
    }
  }
  const [first] = tried;
  if (first === undefined) throw new Error('there is no source to try');
  return { allowed: null, first };
}

/** Only principals that the document writes can be let in, unless it lets everybody in. */
function servicesToTry(
  document: PolicyDocument,
  partition: string,
  regions: readonly string[],
): readonly string[] {
  const written = document.statements
    .flatMap(({ principals }) => principals?.services ?? [])
    .filter(isDmsService);
  const usual = dmsPrincipals(partition, regions);
  const open = document.statements.some(
    ({ principals }) => principals?.any === true || principals?.negated === true,
  );
  return [...new Set(open ? [...written, ...usual] : written.length > 0 ? written : usual)];
}
