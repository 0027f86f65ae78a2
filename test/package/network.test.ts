import { readdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { installedPackage, printed, problemsOf, promised } from './support.ts';

const project = installedPackage();
const page = await readFile('docs/network.md', 'utf8');
const examples = [...page.matchAll(/```js\n([^]*?)```/g)].map(([, code = '']) => code);

describe('the page of the path engine', () => {
  it('has examples, each of which prints something', () => {
    const [imports = '', ...others] = examples;
    expect(promised(imports)).toEqual([]);
    expect(others.length).toBeGreaterThan(1);
    for (const code of others) {
      expect(promised(code).length).toBeGreaterThan(1);
      expect(code.match(/console\.log/g)).toHaveLength(promised(code).length);
    }
  });

  it.each(examples.map((code, index) => [index, code] as const))(
    'is right about what example %i prints, in a project that installed the package',
    async (index, code) => {
      const file = project.path(`network-${index}.js`);
      await writeFile(file, code);
      expect(await printed(file)).toEqual(promised(code));
    },
  );

  it('names every function', async () => {
    const file = project.path('network-names.js');
    await writeFile(
      file,
      "import * as network from 'dms-auditor/network';\nconsole.log(Object.keys(network).sort().join());\n",
    );
    const [names = ''] = await printed(file);
    expect(names).toBe(
      'describeAddresses,describeOpenings,fromAddress,fromCidr,locate,networkFrom,reach,readNetwork,tcp',
    );
    for (const name of names.split(',')) expect(page).toContain(`${name}(`);
  });
});

describe('the package', () => {
  it('brings nothing along', async () => {
    expect(await readdir(project.path('node_modules'))).toEqual([
      '.bin',
      '.package-lock.json',
      'dms-auditor',
    ]);
    const built = await readFile(project.path('node_modules/dms-auditor/dist/network.js'), 'utf8');
    expect(built).not.toMatch(/^import /m);
  });

  it('has its types in it', () => {
    expect(project.list).toEqual(expect.arrayContaining(['dist/network.js', 'dist/types/network.d.ts']));
  });

  it.each(['nodenext', 'bundler'] as const)(
    'type-checks a consumer strictly, as %s resolves modules',
    async (resolution) => {
      const file = project.path('network-consumer.ts');
      await writeFile(file, consumer);
      expect(problemsOf(file, resolution)).toEqual([]);
    },
  );
});

const consumer = `
import {
  fromCidr, networkFrom, reach, readNetwork, tcp,
  type Destination, type NetworkLists, type Opening, type Outcome, type Source, type Subnet,
} from 'dms-auditor/network';

const subnet: Subnet = { id: 'subnet-1', vpcId: 'vpc-1', zone: null, zoneId: null, cidrs: ['10.0.0.0/24'] };
const lists: NetworkLists = { subnets: [subnet], peerings: [] };

export function opensFor(source: Source, to: string): readonly Opening[] | null {
  const addresses = fromCidr(to);
  if (addresses === null) return null;
  const destination: Destination = { name: to, addresses, services: tcp(443, 444), sides: [], surely: false, doubts: [] };
  const { outcome, paths } = reach(source, destination, networkFrom(readNetwork(lists), { ephemeralPorts: tcp(32768, 60999) }));
  const known: Outcome = outcome;
  for (const { hops } of paths) hops.map(({ kind, rule, doubts }) => [kind, rule, doubts.length]);
  // @ts-expect-error there is no such outcome
  if (known === 'perhaps') return null;
  // @ts-expect-error a question has a network
  reach(source, destination);
  return paths[0]?.opens ?? null;
}
`;
