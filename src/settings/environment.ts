/** What the command line takes from its environment. */
export interface Environment {
  readonly region: Readonly<Record<'AWS_REGION' | 'AWS_DEFAULT_REGION', string | undefined>>;
  /** https://no-color.org: any value but an empty one. */
  readonly noColor: boolean;
}

export function readEnvironment(): Environment {
  const { AWS_REGION, AWS_DEFAULT_REGION, NO_COLOR } = process.env;
  return { region: { AWS_REGION, AWS_DEFAULT_REGION }, noColor: NO_COLOR !== undefined && NO_COLOR !== '' };
}
