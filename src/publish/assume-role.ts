import type { Sts } from './clients/sts.ts';
import type { SinkClientConfig } from './open-client.ts';
import { calling } from './sink-error.ts';

type Identity = Exclude<SinkClientConfig['credentials'], (...input: never[]) => unknown>;

/**
 * Credentials of a role, as an SDK client takes them: it asks when it first needs them, and again before they expire.
 *
 * @throws SinkError naming the role, if STS does not let us be it.
 */
export const assuming =
  (sts: () => Promise<Sts>, roleArn: string): (() => Promise<Identity>) =>
  async () => {
    const client = await sts();
    const found = await calling(`sts:AssumeRole of ${roleArn}`, () =>
      client.assumeRole(roleArn, 'dms-auditor'),
    );
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken, Expiration } = found ?? {};
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
      ...(Expiration === undefined ? {} : { expiration: Expiration }),
    };
  };
