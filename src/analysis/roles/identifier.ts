import type { DmsResource } from '../../model/resources.ts';
import { sourceArnKey } from '../callers/source-keys.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { conditionsOn } from './dms-statements.ts';

/**
 * Says that a trust names a resource by the identifier that people gave it where its ARN ends in a generated id,
 * as the guide's own sample does (`rep:my-replication-instance`); null if it does not.
 */
export function identifierIn({ statements }: PolicyDocument, { arn, id }: DmsResource): string | null {
  const [type = '', generated = ''] = arn.split(':').slice(5);
  if (generated === id) return null;
  const named = `${type}:${id}`.toLowerCase();
  const isNamed = statements.some((statement) =>
    conditionsOn(statement, sourceArnKey).some(({ values }) =>
      values.some((value) => value.toLowerCase().endsWith(`:${named}`)),
    ),
  );
  return isNamed
    ? `aws:SourceArn names ${type}:${id}, the identifier, where the ARN ends in the generated id ${generated}`
    : null;
}
