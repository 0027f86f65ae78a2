import { expect, it } from 'vitest';
import { resolvedIn } from '../../../src/analysis/network/resolved-names.ts';
import { known, unread } from '../../../src/model/lookup.ts';

it.each([
  ['db.corp.example', ['10.0.0.5'], false],
  ['db.corp.example', ['52.9.9.9'], false],
  ['db.abc.eu-west-1.rds.amazonaws.com', ['10.0.0.5'], true],
  ['db.abc.eu-west-1.rds.amazonaws.com', ['fd00::5'], true],
  ['db.abc.eu-west-1.rds.amazonaws.com', ['52.9.9.9'], false],
  ['db.abc.eu-west-1.rds.amazonaws.com', ['10.0.0.5', '52.9.9.9'], false],
  ['db.abc.rds.cn-north-1.amazonaws.com.cn', ['10.0.0.5'], true],
  ['db.evilamazonaws.com', ['10.0.0.5'], false],
])('%s with %j: the same inside is %s', (host, addresses, sameInside) => {
  expect(resolvedIn({ [host]: known(addresses) }).get(host)).toEqual({ addresses, sameInside });
});

it('keeps why DNS did not answer', () => {
  const lookup = unread({ call: 'dns:Query', resource: 'db.corp', error: 'ETIMEOUT', transient: true });
  expect(resolvedIn({ 'db.corp': lookup }).get('db.corp')).toEqual({
    ...{ addresses: [], sameInside: false, error: 'ETIMEOUT' },
  });
});
