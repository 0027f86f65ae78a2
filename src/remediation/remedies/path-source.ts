import type { ConnectionSource } from '../../analysis/network/connections.ts';
import type { PortRange } from '../../model/parameters.ts';
import type { Around } from '../around.ts';

/** What paths are decided from, with the ports that the settings give to the rule. */
export function pathSource(rule: string, around: Around): ConnectionSource & Pick<Around, 'facts'> {
  const { region, facts, settings } = around;
  const ports = settings.rules[rule]?.parameters['ephemeral-ports'];
  return { region, facts, settings, parameters: { 'ephemeral-ports': isRange(ports) ? ports : null } };
}

const isRange = (value: unknown): value is PortRange =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value;
