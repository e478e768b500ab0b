#!/usr/bin/env node
// The project runs on Node 24. It comes along as the npm package `node`; the machine's own serves as well when new enough.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);
const asked = process.argv.slice(2);
if (asked.length === 1 && (asked[0] === '--version' || asked[0] === '-V')) {
  // Asked by scripts before anything else; any Node can answer.
  console.log(JSON.parse(readFileSync(join(dirname(self), '..', 'package.json'), 'utf8')).version);
} else if (Number(process.versions.node.split('.')[0]) >= 24) {
  // What was stripped of its types and compiled once is kept: later commands start in a fraction of the time.
  module.enableCompileCache();
  await import('../src/cli/main.ts');
} else {
  const node = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');
  const child = spawn(node, [self, ...asked], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', () => {
    console.error(
      'lanekeeper: LK-CONFIG: Node 24 is missing, run `npm ci` again with install scripts allowed',
    );
    process.exit(2);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
}
