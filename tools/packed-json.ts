import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'esbuild';

/** What is smaller does not repay being unpacked. */
const largeFrom = 50_000;

/**
 * Bundles large JSON files compressed: the tables of AWS's actions weigh a quarter then, and to unpack them
 * takes about as long as to parse them as code.
 */
export const packedJson: Plugin = {
  name: 'packed-json',
  setup: (bundling) => {
    bundling.onLoad({ filter: /\.json$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (text.length < largeFrom) return null;
      const compact = JSON.stringify(JSON.parse(text));
      const packed = gzipSync(compact, { level: 9 }).toString('base64');
      const unpacked = `gunzipSync(Buffer.from(${JSON.stringify(packed)},'base64')).toString()`;
      return {
        contents: `import{gunzipSync}from'node:zlib';export default JSON.parse(${unpacked});`,
        loader: 'js',
      };
    });
  },
};
