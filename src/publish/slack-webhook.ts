import { PayloadRefused, Refusal } from '../model/refusal.ts';

/** How a webhook is reached. */
export interface WebhookPorts {
  /** Its address, which is secret: whoever knows it can post. */
  readonly address: () => Promise<string>;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** Milliseconds that are left to this run. */
  readonly remaining: () => number;
  /** Whether an address may be posted to; only tests have others than Slack's. */
  readonly isSlack?: (address: URL) => boolean;
  /** Milliseconds that one try may take. */
  readonly timeout?: number;
}

const tries = 3;
const standardTimeout = 10_000;
/** What is left to mark the post and to answer. */
const reserve = 2_000;
/** Where Slack does not say how long to wait. */
const standardPause = 5;

const hosts: readonly string[] = ['hooks.slack.com', 'hooks.slack-gov.com'];
const isSlackHook = ({ protocol, hostname, port, username }: URL): boolean =>
  protocol === 'https:' && hosts.includes(hostname) && port === '' && username === '';

/**
 * Posts to a webhook. Where Slack asks to slow down, waits as long as it says; what fails in passing is tried three
 * times. No message of an error holds the address.
 *
 * @throws Error where Slack did not take it, or its wait does not fit into the time that is left; PayloadRefused where
 * it takes others, but not this one; Refusal where the secret holds no address of Slack's.
 */
export async function postToSlack(payload: unknown, ports: WebhookPorts): Promise<void> {
  const { wait, remaining, timeout = standardTimeout } = ports;
  const address = addressIn(await ports.address(), ports.isSlack ?? isSlackHook);
  const body = JSON.stringify(payload);
  const fits = (milliseconds: number): boolean => milliseconds + timeout + reserve <= remaining();
  const pause = async (milliseconds: number, why: string): Promise<void> => {
    if (!fits(milliseconds))
      throw new Error(`${why}; no time is left to wait ${Math.ceil(milliseconds / 1000)} s`);
    await wait(milliseconds);
  };
  if (!fits(0)) throw new Error('no time is left to post to Slack');
  for (let attempt = 1; ; ) {
    const answer = await post(address, body, timeout);
    if (answer.kind === 'taken') return;
    if (answer.kind === 'refused') throw new Error(`Slack answered ${answer.why}`);
    if (answer.kind === 'payload refused') throw new PayloadRefused(`Slack answered ${answer.why}`);
    if (answer.kind === 'slow down') {
      await pause(answer.seconds * 1000, 'Slack answered 429');
      continue;
    }
    if (attempt === tries) throw new Error(`${answer.why}, ${tries} times`);
    await pause(1000 * 2 ** (attempt - 1), answer.why);
    attempt += 1;
  }
}

function addressIn(text: string, isSlack: (address: URL) => boolean): URL {
  const address = URL.parse(text.trim());
  if (address === null || !isSlack(address))
    throw new Refusal(
      `its secret holds no address of a Slack webhook; put one into it as plain text that begins with https://${hosts[0] ?? ''}/`,
    );
  return address;
}

type Answer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'slow down'; readonly seconds: number }
  /** The same would be refused again. */
  | { readonly kind: 'payload refused'; readonly why: string }
  /** So would any other, until somebody has put it right. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

async function post(address: URL, body: string, timeout: number): Promise<Answer> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    const text = await response.text();
    const { status, ok } = response;
    if (ok) return { kind: 'taken' };
    if (status === 429) return { kind: 'slow down', seconds: secondsIn(response.headers.get('retry-after')) };
    if (status >= 500) return { kind: 'failed', why: `Slack answered ${status}` };
    const kind = isOfPayload(status, text) ? 'payload refused' : 'refused';
    return { kind, why: `${status}${reasonIn(text)}` };
  } catch (error) {
    return { kind: 'failed', why: `Slack could not be reached (${codeOf(error)})` };
  }
}

/**
 * Slack API, *Sending messages using incoming webhooks*, *Handling errors*: 400 is said of the payload
 * (`invalid_payload`, `no_text`, `too_many_attachments`), though some of its reasons are of where it goes.
 */
const reasonsOfPlace: readonly string[] = [
  'action_prohibited',
  'channel_is_archived',
  'channel_not_found',
  'invalid_token',
  'no_active_hooks',
  'no_service',
  'no_service_id',
  'no_team',
  'team_disabled',
  'user_not_found',
];
const isOfPayload = (status: number, text: string): boolean =>
  status === 413 || (status === 400 && !reasonsOfPlace.includes(text));

/** Slack API, *Rate limits*: "Retry-After", in seconds. */
function secondsIn(header: string | null): number {
  return header !== null && /^\d{1,6}$/.test(header) ? Math.max(1, Number(header)) : standardPause;
}

/** Slack's reasons are words such as `channel_is_archived`; whatever else is there is not repeated. */
const reasonIn = (text: string): string => (/^[a-z_]{1,60}$/.test(text) ? ` (${text})` : '');

/** What fetch throws may hold the address; the codes of its causes hold none. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  const code: unknown = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'no connection';
}
