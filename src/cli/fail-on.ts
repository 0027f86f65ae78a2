import { type Severity, severities } from '../model/finding.ts';
import { UserError } from './user-error.ts';

/** @throws UserError if it is no severity, nor `none`. */
export function failOnOption(option: string): Severity | 'none' {
  if (option.toLowerCase() === 'none') return 'none';
  const severity = severities.find((known) => known === option.toUpperCase());
  if (severity === undefined)
    throw new UserError(`--fail-on takes ${severities.join(', ')} or none, not "${option}"`);
  return severity;
}
