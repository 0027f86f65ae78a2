import type { NetworkInterface as Raw } from '@aws-sdk/client-ec2';
import type { Table } from '../../model/lookup.ts';
import type { NatHost } from '../../model/vpc.ts';
import { flag, text, word } from '../fields.ts';
import { askInBatches, type Ec2Source } from './ask-in-batches.ts';
import { publicAddressesOf, toNetworkInterface } from './network-interfaces.ts';

/** The interfaces that routes lead to, by id. */
export const readNatHosts = (ids: readonly string[], source: Ec2Source): Promise<Table<NatHost | null>> =>
  askInBatches<Raw, NatHost>(ids, source, {
    call: 'ec2:DescribeNetworkInterfaces',
    page: (ec2, batch, marker) => ec2.networkInterfaces('network-interface-id', batch, marker),
    map: (raw) => {
      const host = toNatHost(raw);
      return [[host.id, host]];
    },
  });

/** EC2 API, NetworkInterface: the check of source and destination is the interface's, whatever the instance says. */
const toNatHost = (raw: Raw): NatHost => ({
  ...toNetworkInterface(raw),
  instanceId: text(raw.Attachment?.InstanceId),
  status: word(raw.Status),
  sourceDestCheck: flag(raw.SourceDestCheck),
  publicAddresses: publicAddressesOf(raw),
});
