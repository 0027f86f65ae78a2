/** The account of a principal as a policy writes it: an ARN's own; an account id stands for itself. */
export const accountOf = (written: string): string => written.split(':')[4] ?? written;
