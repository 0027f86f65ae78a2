import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/rules/index.ts';
import { parseSettings } from '../../src/settings/parse.ts';

const parse = (text: string) => parseSettings(text, 'dms-auditor.yaml', catalogue);

describe('how findings come to Security Hub', () => {
  it.each([
    ['', 'off'],
    ['security-hub: off', 'off'],
    ['security-hub: import', 'import'],
    ['security-hub: config-integration', 'config-integration'],
  ])('"%s" is %s', async (text, mode) => {
    expect((await parse(text)).securityHub).toBe(mode);
  });

  it.each(['both', 'true', '[import]', ''])('is none of the three: %s', async (value) => {
    await expect(parse(`regions: [eu-west-1]\nsecurity-hub: ${value}\n`)).rejects.toThrow(
      /^dms-auditor\.yaml:2: security-hub must be /,
    );
  });
});
