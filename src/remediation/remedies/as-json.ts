import type { Json } from '../patch.ts';

/** A document as the JSON that it is; its text where it is none. */
export function asJson(text: string | null): Json {
  if (text === null) return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
