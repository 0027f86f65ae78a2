import { judgeConnectionTests } from '../analysis/network/connection-tests.ts';
import { pathFacts, pathParameters } from '../analysis/network/connections.ts';
import { defineRule } from '../model/define-rule.ts';

export const endpointConnectionSucceeds = defineRule({
  id: 'endpoint-connection-succeeds',
  title: 'The last connection test of each instance that uses an endpoint succeeded',
  judgement:
    'The last connection test of each instance that uses the endpoint must not have failed. Where the test and the path that was decided from the network contradict each other, the finding says so.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'DMS itself tries the network, the name, TLS and the credentials from where the instance stands. A task whose endpoint failed the test does not start, or stops at its next connection.',
  remediation:
    'Mend what the finding names, and test the connection again (DMS console, endpoint, *Test connection*, or dms:TestConnection) with that instance.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_Connection.html',
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_TestConnection.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Troubleshooting.html',
  ],
  judges: ['endpoints'],
  needs: [...pathFacts, 'instances', 'connections'],
  parameters: pathParameters,

  judge: (endpoint, context) => judgeConnectionTests(endpoint, context),
});
