import { describe, expect, it } from 'vitest';
import { actionsOf, documentedActions } from '../../../src/analysis/principals/documented-actions.ts';
import { someResources } from '../../../src/analysis/principals/some-resource.ts';
import { takesResource } from '../../../src/analysis/services/actions.ts';

const printed = documentedActions.flatMap(({ actions }) => actions);
const spot = { partition: 'aws', region: 'eu-west-1', account: '111111111111' };

describe('the actions that the guide lists', () => {
  it.each(printed)('%s stands for actions that AWS has', (pattern) => {
    expect(actionsOf(pattern)).not.toEqual([]);
  });

  it.each(printed)('%s has an ARN to ask about wherever an action takes one', (pattern) => {
    for (const action of actionsOf(pattern)) {
      const arns = someResources(action, spot);
      expect(arns.length > 0, action).toBe(takesResource(action) === true);
      expect(arns.filter((arn) => !/^arn:aws:[^*${}]+$/.test(arn))).toEqual([]);
    }
  });

  it('ask about logs as DMS names them', () => {
    expect(someResources('logs:GetLogEvents', spot)).toEqual([
      'arn:aws:logs:eu-west-1:111111111111:log-group:dms-tasks-EXAMPLE4WITNESS2RESOURCE26:log-stream:dms-task-EXAMPLE4WITNESS2RESOURCE26',
    ]);
  });
});
