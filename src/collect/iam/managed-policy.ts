import { known, type Lookup } from '../../model/lookup.ts';
import type { ManagedPolicy } from '../../model/resources.ts';
import { ask, askIfThere } from '../ask.ts';
import type { Iam } from '../clients/iam.ts';
import type { Clients } from '../clients.ts';
import { required } from '../fields.ts';
import { decodeDocument } from './document.ts';

/** IAM GetPolicy and GetPolicyVersion of its default version; null: there is no such policy. */
export async function readManagedPolicy(
  iam: Iam,
  { limit }: Clients,
  arn: string,
): Promise<Lookup<ManagedPolicy | null>> {
  const version = await askIfThere(limit, { call: 'iam:GetPolicy', resource: arn }, async () =>
    required((await iam.getPolicy(arn)).Policy?.DefaultVersionId, 'DefaultVersionId'),
  );
  if (!version.known) return version;
  if (version.value === null) return known(null);
  const versionId = version.value;
  return ask(limit, { call: 'iam:GetPolicyVersion', resource: arn }, async () => {
    const { PolicyVersion } = await iam.getPolicyVersion(arn, versionId);
    return { arn, versionId, document: decodeDocument(required(PolicyVersion?.Document, 'Document')) };
  });
}
