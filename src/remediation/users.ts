import type { RoleUse } from '../model/account-view.ts';
import type { DmsKey } from '../model/key-view.ts';
import type { DmsResource } from '../model/resources.ts';
import type { Around } from './around.ts';

const named = (kind: string, resources: readonly Pick<DmsResource, 'id'>[]): readonly string[] =>
  resources.map(({ id }) => `${kind} ${id}`);

/** The tasks that run on an instance. */
export const usersOfInstance = (arn: string, { facts }: Around): readonly string[] =>
  named(
    'task',
    facts.tasks.items.filter(({ instanceArn }) => instanceArn === arn),
  );

/** The tasks and serverless replications that an endpoint is source or target of. */
export function usersOfEndpoint(arn: string, { facts }: Around): readonly string[] {
  const uses = (each: {
    readonly sourceEndpointArn: string | null;
    readonly targetEndpointArn: string | null;
  }) => each.sourceEndpointArn === arn || each.targetEndpointArn === arn;
  return [
    ...named('task', facts.tasks.items.filter(uses)),
    ...named('serverless replication', facts.serverlessConfigs.items.filter(uses)),
  ];
}

/** The migration projects that name a data provider. */
export const usersOfProvider = (arn: string, { facts }: Around): readonly string[] =>
  named(
    'migration project',
    facts.migrationProjects.items.filter(
      ({ sourceProviderArns, targetProviderArns }) =>
        sourceProviderArns.includes(arn) || targetProviderArns.includes(arn),
    ),
  );

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)];

export const usersOfRole = ({ uses }: { readonly uses: readonly RoleUse[] }): readonly string[] =>
  distinct(uses.map(({ resource, reference }) => `${resource.id} (${reference.path})`));

export const usersOfKey = ({ uses }: DmsKey): readonly string[] =>
  distinct(uses.map(({ resource }) => resource.id));

/** Those that were read: others in the account may carry the group too. */
export function usersOfGroup(id: string, { facts }: Around): readonly string[] {
  const carriers = [...facts.instances.items, ...facts.serverlessConfigs.items].filter(({ securityGroups }) =>
    securityGroups.includes(id),
  );
  return [...named('', carriers).map((each) => each.trim()), 'whatever else carries the group'];
}
