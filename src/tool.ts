import manifest from '../package.json' with { type: 'json' };

/** How this program names itself in snapshots and results. */
export const tool = { name: manifest.name, version: manifest.version };
