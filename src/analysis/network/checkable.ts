import { everyAddress } from './address-set.ts';
import { internetIpv4 } from './internet.ts';
import { anyTcpPort, anyUdpPort } from './service.ts';
import { both, box, isNone, plus, type Traffic, within } from './traffic.ts';

const withPorts = plus(box(anyTcpPort, everyAddress), box(anyUdpPort, everyAddress));

/** The part of some traffic that anybody can try: to the internet and with a port, as far as there is such. */
export function checkable(traffic: Traffic): Traffic {
  const outside = within(traffic, internetIpv4);
  const there = isNone(outside) ? traffic : outside;
  const ported = both(there, withPorts);
  return isNone(ported) ? there : ported;
}
