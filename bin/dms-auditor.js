#!/usr/bin/env node
// Old Node versions must be able to read this file: they get one line, not a syntax error.
var required = [22, 18];
var have = process.versions.node.split('.').map(Number);
if (have[0] < required[0] || (have[0] === required[0] && have[1] < required[1])) {
  console.error(
    'dms-auditor: needs Node ' + required.join('.') + ' or later, this is ' + process.versions.node,
  );
  process.exitCode = 2;
} else {
  import('../dist/cli/run.js').catch(function (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.error('dms-auditor: it is not built yet; run: npm run build');
    process.exitCode = 2;
  });
}
