import { field, parseJson, text } from '../fields.ts';

/** Where task settings have time travel logs put (DMS User Guide, *Time Travel task settings*). */
export function timeTravelBucket(settings: unknown): string | null {
  const timeTravel = field(parseJson(text(settings) ?? ''), 'TTSettings');
  return text(field(field(timeTravel, 'TTS3Settings'), 'BucketName'));
}
