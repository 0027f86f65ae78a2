import { changesMaySend, changesToQueue } from './changes.ts';
import { type Template, yamlOf } from './cloudformation.ts';
import { ownName } from './function-roles.ts';
import { type Named, queueOf, reads } from './queues.ts';

/** Of start-rules, seconds. */
export const startRulesTimeout = 30;

const functionId = 'StartRulesLambdaFunction';

/**
 * From a change to the start of rules: what tells of changes, the queue of changes, and that of starts, which holds
 * each message back for as long as the window that it stands for (design, *Recording*).
 */
export const startResources = (named: Named): Template['Resources'] => ({
  ...queueOf('ChangesQueue', {
    functionTimeout: startRulesTimeout,
    tries: 5,
    senders: [changesMaySend('ChangesQueue')],
  }),
  ...changesToQueue('ChangesQueue'),
  ...queueOf('StartsQueue', {
    fifo: { name: 'starts', named },
    delay: 60,
    functionTimeout: startRulesTimeout,
    // AWS Config starts a rule once a minute, so that some refusals are in order.
    tries: 10,
  }),
  StartRulesReadsChanges: reads('ChangesQueue', functionId, {
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 5,
  }),
  StartRulesReadsStarts: reads('StartsQueue', functionId, { BatchSize: 10 }),
});

export const starts = (): string =>
  yamlOf(
    { Resources: startResources(ownName) },
    'Starts the rules that join what changed. Written by npm run generate: which changes those are, the facts that\nrules need say (src/model/changed-facts.ts).',
  );
