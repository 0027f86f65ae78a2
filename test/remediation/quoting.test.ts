import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Change } from '../../src/remediation/patch.ts';
import type { Plan } from '../../src/remediation/plan.ts';
import { commandFor, commandOf, quoted, renderCli } from '../../src/remediation/render/cli.ts';
import { renderCloudFormation } from '../../src/remediation/render/cloudformation.ts';
import { hclString, renderTerraform } from '../../src/remediation/render/terraform.ts';
import { randomCases } from '../support/random-snapshots.ts';

const hostile = [
  // What YAML 1.1, which CloudFormation reads, takes for something else than text.
  ...['no', 'off', 'yes', '012345670123', '1:30', '2012-10-17', '1_000', '~'],
  '$(touch /tmp/owned)',
  '`id`',
  `it's`,
  '"quoted"',
  '-rf',
  '--help',
  'two\nlines',
  'carriage\rreturn',
  '${HOME}',
  '%{ if true }',
  '$${x}',
  '\\',
  "'; echo owned; '",
  '# comment',
  '\u2028 and \u0085',
  'x\u0085y: z',
  'a\u009f\u007f\ufeff',
  '=',
  '<<',
  'emoji 💥 and ü',
  '!history',
  ': {a: b}',
  '',
];

/** A change of a role by this name, with this text in its document. */
const changeOf = (name: string): Change => ({
  resource: { type: 'AWS::IAM::Role', id: name, arn: null, account: '111111111111', region: 'global' },
  api: {
    call: 'iam:PutRolePolicy',
    input: { RoleName: name, PolicyName: name, PolicyDocument: JSON.stringify({ Sid: name }) },
  },
  properties: [{ property: `Policies.${name}`, from: null, to: { Sid: name } }],
});

const planOf = (name: string): Plan => ({
  fixes: [
    {
      account: '111111111111',
      changes: [changeOf(name)],
      patches: [],
      advice: { first: [name], breaks: [name], users: [name], decide: [name] },
      fixes: [],
      open: [],
      after: [],
      whyAfter: 'repairs',
      alone: true,
    },
  ],
  left: [],
  together: { fixed: [], worse: [], open: [], undecided: [] },
});

/** What a real shell makes of the words: each in a line of its own, with what ends lines written out. */
const words = (script: string): string => execFileSync('sh', ['-c', script], { encoding: 'utf8' });

// Neither a shell nor HCL can hold NUL, and neither can a name in AWS; half of a surrogate pair is no text.
const anyText = fc.string({ unit: 'binary', maxLength: 30 }).filter((text) => !text.includes('\0'));

describe('a word of the shell is the text that it stands for', () => {
  it.each(hostile)('%j', (text) => {
    expect(words(`printf %s ${quoted(text)}`)).toBe(text);
  });

  it('for any text', () => {
    const texts = fc.sample(anyText, { numRuns: randomCases, seed: 1 });
    const script = texts
      .map((text) => `printf '%s\\001' ${quoted(text.replaceAll('\u0001', ''))}`)
      .join('\n');
    const expected = texts.map((text) => `${text.replaceAll('\u0001', '')}\u0001`).join('');
    expect(words(script)).toBe(expected);
  });
});

describe('a whole script runs one command a change, whatever things are called', () => {
  it.each(hostile)('%j', (name) => {
    const told = words(
      `aws() { [ "$1" != sts ] || { echo 111111111111; return; }; printf '%s\\n' "$#"; for word in "$@"; do printf '%s\\n' "$word"; done; }\n${renderCli([planOf(name)])}`,
    );
    const [count, service, operation, option, ...input] = told.split('\n');
    expect([count, service, operation, option]).toEqual(['4', 'iam', 'put-role-policy', '--cli-input-json']);
    expect(JSON.parse(input.join('\n'))).toEqual(changeOf(name).api.input);
  });

  it('names the Region as a word too', () => {
    const change = { ...changeOf('a'), resource: { ...changeOf('a').resource, region: "x'; id" } };
    expect(commandFor(change)).toContain(String.raw`--region 'x'\''; id' --cli-input-json`);
  });

  it.each([
    ['ec2:AuthorizeSecurityGroupIngress', 'ec2 authorize-security-group-ingress'],
    ['iam:CreateServiceLinkedRole', 'iam create-service-linked-role'],
    ['s3:PutPublicAccessBlock', 's3api put-public-access-block'],
    ['kms:EnableKeyRotation', 'kms enable-key-rotation'],
  ] as const)('%s is aws %s', (call, command) => {
    expect(commandOf(call)).toBe(command);
  });
});

describe('a template is YAML that says the same', () => {
  it.each(hostile)('%j', (name) => {
    const documents = parseAllDocuments(renderCloudFormation([planOf(name)]), { version: '1.1' });
    const all = documents.flatMap((document) => {
      expect('errors' in document ? document.errors : []).toEqual([]);
      const value: unknown = 'toJS' in document ? document.toJS() : null;
      return value === null ? [] : [value];
    });
    expect(all).toEqual([
      {
        AWSTemplateFormatVersion: '2010-09-09',
        Resources: {
          FixRolePolicy1: {
            Type: 'AWS::IAM::RolePolicy',
            Properties: { RoleName: name, PolicyName: name, PolicyDocument: { Sid: name } },
          },
        },
      },
    ]);
  });
});

describe('a template is read the same by every reader of YAML', () => {
  it.each(hostile)(
    'as its texts are quoted, without characters that some take for the end of a line: %j',
    (name) => {
      const lines = renderCloudFormation([planOf(name)]).split('\n');
      const properties = lines.slice(lines.indexOf('    Properties:') + 1);
      expect(properties.filter((line) => /^ +[A-Za-z]+: [^"{]/.test(line))).toEqual([]);
      expect(properties.filter((line) => /[\u007f-\u009f\u2028\u2029\ufeff]/.test(line))).toEqual([]);
    },
  );
});

describe('text that CloudFormation would put something else in the place of', () => {
  const [, template = '', ...others] = renderCloudFormation([planOf('{{resolve:ssm:/prod/db}}')]).split(
    /^---$/m,
  );

  it('is no template, and says why', () => {
    expect(template).not.toContain('AWSTemplateFormatVersion');
    expect(template).toContain('Note: "CloudFormation would resolve {{resolve:…}} in it');
    expect(others).toEqual([]);
  });
});

describe('the documents for CloudFormation tell the fixes that they hold, and no others', () => {
  it('of a template and of what is to be merged into others', () => {
    const [fix] = planOf('new').fixes;
    if (fix === undefined) throw new Error('the plan has no fix');
    const change: Change = {
      ...changeOf('changed'),
      api: { call: 'iam:UpdateAssumeRolePolicy', input: { RoleName: 'changed', PolicyDocument: '{}' } },
    };
    const plan = { ...planOf('new'), fixes: [fix, { ...fix, changes: [change] }] };
    const [, template = '', merge = ''] = renderCloudFormation([plan]).split(/^---$/m);
    expect([template.includes('# Fix 1:'), template.includes('# Fix 2:')]).toEqual([true, false]);
    expect([merge.includes('# Fix 1:'), merge.includes('# Fix 2:')]).toEqual([false, true]);
  });
});

/** A reader of HCL's quoted strings, by the escapes of its specification; a template in it is an error. */
function readHcl(written: string): string {
  const inner = written.slice(1, -1);
  let text = '';
  for (let at = 0; at < inner.length; at++) {
    const rest = inner.slice(at);
    if (rest.startsWith('$${') || rest.startsWith('%%{')) {
      text += rest.slice(1, 3);
      at += 2;
    } else if (rest.startsWith('${') || rest.startsWith('%{')) {
      throw new Error(`a template at ${at} of ${written}`);
    } else if (rest.startsWith('\\u')) {
      text += String.fromCharCode(Number.parseInt(rest.slice(2, 6), 16));
      at += 5;
    } else if (rest.startsWith('\\')) {
      const meant = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }[rest.charAt(1)];
      if (meant === undefined) throw new Error(`no escape: ${rest.slice(0, 2)}`);
      text += meant;
      at += 1;
    } else if (rest.startsWith('"') || rest.startsWith('\n')) {
      throw new Error(`the string ends at ${at} of ${written}`);
    } else {
      text += rest.charAt(0);
    }
  }
  return text;
}

describe('a string of HCL stands for the text', () => {
  it.each(hostile)('%j', (text) => {
    expect(readHcl(hclString(text))).toBe(text);
  });

  it('for any text', () => {
    const bits = fc.constantFrom('$', '%', '{', '}', '\\', '"', '\n', 'a');
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: bits })), (text) => {
        expect(readHcl(hclString(text))).toBe(text);
      }),
      { numRuns: randomCases },
    );
  });

  it.each(hostile)('in a configuration whose comments stay comments: %j', (name) => {
    const lines = renderTerraform([planOf(name)]).split(/[\n\r\u0085\u2028\u2029]/);
    const code = lines.filter((line) => !line.startsWith('#') && line.trim() !== '');
    expect(code[0]).toBe('resource "aws_iam_role_policy" "fix_1" {');
    expect(code).toHaveLength(5);
  });
});
