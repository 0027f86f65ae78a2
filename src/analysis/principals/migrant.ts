import type { DmsPrincipal } from '../../model/principal-view.ts';
import type { Principal } from '../../model/resources.ts';
import type { MigrationPrincipal } from '../../model/settings.ts';
import { given, notApplicable, type Verdict } from '../../model/verdict.ts';
import { coversAction } from '../callers/covers-action.ts';
import { globMatches } from '../policy/glob.ts';
import { readStored, type StoredPolicy } from '../stored-policy.ts';

/** A role or user that people migrate with. */
export interface Migrant {
  readonly principal: Principal;
  /** Its own policies and those of its groups. */
  readonly identity: readonly StoredPolicy[];
  /** What the settings declare of it; null: it was found by its policies. */
  readonly named: MigrationPrincipal | null;
}

/** The verdict on a role or user, if it exists and is the account's own to change. */
export const withPrincipal = (
  { type, principal }: DmsPrincipal,
  judge: (principal: Principal) => Verdict,
): Verdict =>
  given(principal, (found) => {
    if (found === null)
      return notApplicable(`there is no such ${type === 'AWS::IAM::Role' ? 'role' : 'user'}`);
    if (found.path.startsWith('/aws-service-role/')) {
      return notApplicable('it is a service-linked role, which AWS owns and nobody can edit');
    }
    return judge(found);
  });

/** The verdict on a role or user that people migrate with: the settings name it, or its own policies say so. */
export const withMigrant = (subject: DmsPrincipal, judge: (migrant: Migrant) => Verdict): Verdict =>
  withPrincipal(subject, (principal) =>
    given(subject.policies, (policies) => {
      const identity: StoredPolicy[] = [];
      for (const { name, document } of policies.identity) {
        const read = readStored(name, document, 'its');
        if ('status' in read) return read;
        identity.push(read);
      }
      const { named } = subject;
      const reason = named === null ? whyNoMigrant(identity) : null;
      return reason === null ? judge({ principal, identity, named }) : notApplicable(reason);
    }),
  );

/** Actions by which a migration is set up or begun, for each kind of migration that DMS has. */
const migrating: readonly string[] = [
  'dms:CreateReplicationTask',
  'dms:StartReplicationTask',
  'dms:CreateReplicationConfig',
  'dms:StartReplication',
  'dms:CreateDataMigration',
  'dms:StartDataMigration',
];

/** Why a principal that the settings do not name is none that people migrate with; null: it is one. */
function whyNoMigrant(identity: readonly StoredPolicy[]): string | null {
  const allowed = identity.flatMap(({ document }) =>
    document.statements.filter(({ effect }) => effect === 'Allow').map(({ actions }) => actions),
  );
  const writesSo = allowed.some(
    (actions) =>
      actions?.negated === false &&
      actions.patterns.some(
        (pattern) => isOfDms(pattern) && migrating.some((action) => coversOne(pattern, action)),
      ),
  );
  if (writesSo) return null;
  return allowed.some((actions) => migrating.some((action) => coversAction(actions, action)))
    ? 'it is an administrator by Action * or NotAction, and the settings do not name it'
    : 'its policies let it create or start no migration, and the settings do not name it';
}

/** Whether an action pattern writes the prefix of DMS as such. */
export const isOfDms = (pattern: string): boolean => pattern.toLowerCase().startsWith('dms:');

const coversOne = (pattern: string, action: string): boolean =>
  globMatches(pattern.toLowerCase(), action.toLowerCase());
