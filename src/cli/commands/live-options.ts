import type { Command } from 'commander';

/** The options that say which account is read, and how. */
export const addLiveOptions = (command: Command): Command =>
  command
    .option('--profile <name>', 'profile of the AWS configuration files')
    .option('--role-arn <arn>', 'role to assume before reading')
    .option('--external-id <id>', 'external id for --role-arn')
    .option('--regions <names>', 'Regions separated by commas, or: all (default: the profile’s Region)')
    .option('--resolve-dns', 'ask DNS, from where this runs, for hosts that nothing in the account has')
    .option('--verbose', 'tell each call on standard error');
