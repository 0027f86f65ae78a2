import type { Trail as Raw } from '@aws-sdk/client-cloudtrail';
import type { Listing } from '../../model/lookup.ts';
import type { Trail } from '../../model/trails.ts';
import { ask } from '../ask.ts';
import { askedOnce } from '../asked-once.ts';
import type { Clients } from '../clients.ts';
import { required } from '../fields.ts';
import { pageThrough } from '../page-through.ts';
import type { Track } from '../progress.ts';
import { toSelection } from './selection.ts';
import { toldFlag } from './told-flag.ts';

interface TrailSource {
  readonly clients: Clients;
  readonly track: Track;
}

type Described = Omit<Trail, 'logging' | 'selection'>;
type Details = Pick<Trail, 'logging' | 'selection'>;

/** Reads the trails that Regions show; what a trail does is asked once an account, in its home Region. */
export function trailReader({ clients, track }: TrailSource): (region: string) => Promise<Listing<Trail>> {
  const homes = new Map<string, string>();
  const details = askedOnce((arn) => readDetails(clients, arn, homes.get(arn) ?? ''));
  const detailed = async (region: string, trail: Described): Promise<Trail> => {
    homes.set(trail.arn, trail.homeRegion);
    return { ...trail, ...(await track(region, 'cloudtrail:GetTrailStatus', details(trail.arn))) };
  };
  return async (region) => {
    const listing = await track(region, 'cloudtrail:DescribeTrails', describe(clients, region));
    return { ...listing, items: await Promise.all(listing.items.map((trail) => detailed(region, trail))) };
  };
}

/** CloudTrail DescribeTrails, which gives all trails at once. */
async function describe(clients: Clients, region: string): Promise<Listing<Described>> {
  const cloudtrail = await clients.cloudtrail(region);
  return pageThrough<Raw, Described>(clients.limit, {
    question: { call: 'cloudtrail:DescribeTrails', resource: null },
    page: async () => ({ items: (await cloudtrail.describeTrails()).trailList, marker: undefined }),
    map: (raw) => ({
      arn: required(raw.TrailARN, 'TrailARN'),
      homeRegion: required(raw.HomeRegion, 'HomeRegion'),
      multiRegion: toldFlag(raw.IsMultiRegionTrail, 'IsMultiRegionTrail'),
      organization: raw.IsOrganizationTrail === true,
    }),
  });
}

/** "GetTrailStatus returns trail status from a single Region": its home's is the one that tells whether it is on. */
async function readDetails(clients: Clients, arn: string, home: string): Promise<Details> {
  const cloudtrail = await clients.cloudtrail(home);
  const [logging, selection] = await Promise.all([
    ask(clients.limit, { call: 'cloudtrail:GetTrailStatus', resource: arn }, async () =>
      toldFlag((await cloudtrail.getTrailStatus(arn)).IsLogging, 'IsLogging'),
    ),
    ask(clients.limit, { call: 'cloudtrail:GetEventSelectors', resource: arn }, async () =>
      toSelection(await cloudtrail.getEventSelectors(arn)),
    ),
  ]);
  return { logging, selection };
}
