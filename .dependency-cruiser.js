/** Which part may know which. Each rule tells whoever trips it why. */
const outside = (...names) => names.map((name) => `^src/${name}(/|$)`).join('|');

export default {
  forbidden: [
    {
      name: 'model-stands-alone',
      comment: 'The model is the words that everything else uses; it imports nothing.',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { pathNot: '^src/model/' },
    },
    {
      name: 'analysis-knows-only-the-model',
      comment: 'Reasoning that rules share knows the model and itself; ipaddr.js reads addresses for it.',
      severity: 'error',
      from: { path: '^src/analysis/' },
      to: { pathNot: '^src/(model|analysis)/|^node_modules/ipaddr\\.js/' },
    },
    {
      name: 'policy-engine-stands-alone',
      comment: 'The policy engine can be imported on its own; it knows nothing of DMS or of snapshots.',
      severity: 'error',
      from: { path: '^src/analysis/policy/' },
      to: { pathNot: '^src/analysis/policy/' },
    },
    {
      name: 'the-policy-module-is-the-engine',
      comment: 'What is published as dms-auditor/policy is the policy engine and nothing else.',
      severity: 'error',
      from: { path: '^src/policy\\.ts$' },
      to: { pathNot: '^src/analysis/policy/' },
    },
    {
      name: 'rules-judge',
      comment: 'A rule has the model and the analysis; facts come in through the snapshot.',
      severity: 'error',
      from: { path: '^src/rules/' },
      to: { pathNot: '^src/(model|analysis|rules)/' },
    },
    {
      name: 'a-rule-is-an-island',
      comment: 'What two rules share belongs to the analysis.',
      severity: 'error',
      from: { path: '^src/rules/', pathNot: '^src/rules/index\\.ts$' },
      to: { path: '^src/rules/' },
    },
    {
      name: 'remedies-are-tried-on-the-model',
      comment: 'A patch is made from facts and tried on them; rules come in as arguments. YAML is text.',
      severity: 'error',
      from: { path: '^src/remediation/' },
      to: { pathNot: '^src/(model|analysis|remediation)/|^node_modules/yaml/' },
    },
    {
      name: 'collectors-do-not-judge',
      comment: 'Collectors bring facts; only the SDK and the concurrency limit come with them.',
      severity: 'error',
      from: { path: '^src/collect/' },
      to: { path: outside('analysis', 'rules', 'audit', 'report', 'cli', 'settings') },
    },
    {
      name: 'sinks-do-not-look-back',
      comment: 'A sink maps what the model holds and sends it; it judges and reads nothing.',
      severity: 'error',
      from: { path: '^src/publish/' },
      to: { path: outside('analysis', 'rules', 'audit', 'collect', 'report', 'cli', 'settings') },
    },
    {
      name: 'reports-do-not-look-back',
      comment: 'A report is a function of the result alone.',
      severity: 'error',
      from: { path: '^src/report/' },
      to: { path: outside('analysis', 'rules', 'audit', 'collect', 'cli', 'settings') },
    },
    {
      name: 'audit-does-not-wire',
      comment: 'Use cases take facts and rules as arguments; cli and functions wire them.',
      severity: 'error',
      from: { path: '^src/audit/' },
      to: { path: outside('collect', 'report', 'cli', 'settings') },
    },
    {
      name: 'the-core-is-pure',
      comment:
        'Model, analysis and rules reach no network, file, clock or environment, however many hops away.',
      severity: 'error',
      from: { path: '^src/(model|analysis|rules)/' },
      to: {
        path: '^node_modules/(?!ipaddr\\.js/)|^(node:)?(fs|net|http|https|dns|tls|child_process|os|process|worker_threads)',
        reachable: true,
      },
    },
    {
      name: 'only-collectors-read-aws',
      comment: 'AWS is asked by collectors alone.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(collect|publish)/' },
      to: { path: '^node_modules/@aws-sdk/' },
    },
    {
      name: 'nobody-imports-a-root',
      comment: 'Command line and functions are roots: they import, and are not imported.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^(src/cli|functions)/' },
    },
    {
      name: 'no-cycles',
      comment: 'A circle has no bottom to start reading from.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
