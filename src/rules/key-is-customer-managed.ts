import { notReportedByKms } from '../analysis/keys/judged-key.ts';
import { defineRule } from '../model/define-rule.ts';
import { inheritsDefault } from '../model/key-view.ts';
import { compliant, given, nonCompliant, notApplicable, unknown } from '../model/verdict.ts';

export const keyIsCustomerManaged = defineRule({
  id: 'key-is-customer-managed',
  title: 'DMS resources are encrypted with keys that the account manages',
  judgement:
    'Told by the KeyManager that DescribeKey reports, whatever name the resource uses for the key; no key named means the account’s default key of the Region.',
  severity: 'LOW',
  profiles: ['all'],
  requirements: ['R29'],
  controls: [],
  rationale:
    'Nobody can edit the policy of an AWS managed key, disable it or share it: who may use it is not the account’s to say.',
  remediation:
    'Make a customer managed symmetric key and recreate the resource with it: the key of a DMS resource cannot be changed after creation.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.html#CHAP_Security.EncryptionKey',
    'https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#customer-cmk',
  ],
  judges: ['instances', 'endpoints', 'serverlessConfigs'],
  needs: ['keys'],

  judge(resource, { region, facts }) {
    const { kmsKeyId } = resource;
    if (resource.type === 'AWS::DMS::Endpoint' && kmsKeyId === null && !inheritsDefault(resource)) {
      return notApplicable(`DMS stores nothing to encrypt for the engine ${resource.engine}`);
    }
    return given(facts.keyOf(region, kmsKeyId), (key) => {
      if (key === null) {
        return kmsKeyId === null
          ? unknown('DMS reports no key of it, and there is no default key', 'the key that encrypts it')
          : notApplicable(`the key that it names, ${kmsKeyId}, does not exist`);
      }
      const witness = { kind: 'value', field: 'KeyManager', value: key.manager } as const;
      switch (key.manager) {
        case 'CUSTOMER':
          return compliant('its key is managed by the customer', { witness });
        case 'AWS':
          return nonCompliant('its key is managed by AWS', witness);
        case null:
          return notReportedByKms('KeyManager');
      }
    });
  },
});
