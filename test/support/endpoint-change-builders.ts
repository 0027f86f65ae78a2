import type { EndpointChange } from '../../src/model/endpoint-changes.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import { anEndpoint } from './builders.ts';

/** Somebody gave the first endpoint another password, after the first task started. */
export const anEndpointChange = (over: Partial<EndpointChange> = {}): EndpointChange => ({
  endpointArn: anEndpoint().arn,
  at: '2026-10-25T12:00:00.000Z',
  credentials: true,
  ...over,
});

/** Settings with which changes of endpoints are judged. */
export const lookingUp: Settings = {
  ...defaultSettings,
  rules: {
    'task-credentials-are-fresh': { enabled: true, severity: null, parameters: { 'lookup-events': true } },
  },
};
