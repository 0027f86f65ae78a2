import type { Finding } from '../model/finding.ts';

/** What is the case, and who answers for it until when. */
export const withException = ({ because, exception }: Pick<Finding, 'because' | 'exception'>): string =>
  exception === null
    ? because
    : `${because} (until ${exception.expires} by ${exception.owner}: ${exception.reason})`;
