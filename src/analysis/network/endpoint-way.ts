import { type Doubt, notAnswered, open } from './doubt.ts';
import type { Outcome } from './path.ts';
import { deadEnd, fixedHop, lost, outOfSight, type Travelling, type Way } from './ways.ts';

/**
 * A route to a VPC endpoint: a gateway endpoint ends it at the service, one of a load balancer hands it to an
 * appliance. Whether the endpoint's policy lets a request in is asked of the request, not of the packets.
 */
export function overEndpoint(id: string, { sender, traffic, walk }: Travelling): readonly Way[] {
  const hop = (outcome: Outcome, rule: string, doubts: readonly Doubt[] = []) =>
    fixedHop(sender, 'vpc-endpoint', { id, outcome, rule, doubts });
  const endpoints = walk.network.facts.vpcEndpointsOf(sender.subnet.vpcId);
  if (!endpoints.known) return lost(traffic, hop('unknown', id, [notAnswered(endpoints.unread)]), walk);
  const endpoint = endpoints.value.find((each) => each.id === id);
  if (endpoint?.type !== 'Gateway') {
    const rule =
      endpoint === undefined
        ? `EC2 knows no VPC endpoint ${id}`
        : `what is behind ${endpoint.serviceName} is not read`;
    return lost(traffic, hop('unknown', rule, [open(rule, 'a connection test of the endpoint')]), walk);
  }
  const { serviceName, state } = endpoint;
  // EC2 writes the state in either case (EC2 API, VpcEndpoint).
  const isAvailable = state === null ? null : state.toLowerCase() === 'available';
  if (isAvailable === false)
    return deadEnd(traffic, hop('stopped', `it is ${String(state)}`), 'VPC endpoint');
  const gate =
    isAvailable === null
      ? hop('unknown', serviceName, [open(`EC2 does not report the state of ${id}`, 'its state')])
      : hop('allowed', `to ${serviceName}`);
  return outOfSight({ sender, traffic, walk }, gate, { configuration: 'VPC endpoint' });
}
