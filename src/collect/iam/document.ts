/**
 * A policy document as IAM keeps it. IAM returns documents percent-encoded after RFC 3986 (IAM API, GetRole);
 * a text that is not is left as it came.
 */
export function decodeDocument(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}
