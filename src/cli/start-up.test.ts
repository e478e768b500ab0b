import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Tells every module that a process loads from files, on standard error. */
const TELL = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
  process.on('exit', () => console.log(JSON.stringify(loaded.filter((url) => url.startsWith('file:')))));
`)}`;

/** What the command printed, and the files it loaded. */
function run(...args: string[]): { printed: string; loaded: string[] } {
  const out = execFileSync(process.execPath, ['--import', TELL, ...args], { encoding: 'utf8' });
  const lines = out.trimEnd().split('\n');
  return { loaded: JSON.parse(lines.pop()!) as string[], printed: lines.join('\n') };
}
const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;

test('asking for the version loads nothing but the command itself', () => {
  const { printed, loaded } = run('bin/lanekeeper.js', '--version');
  expect(printed).toBe(version);
  expect(loaded.map((url) => url.replace(/^.*\//, ''))).toEqual(['lanekeeper.js']);
});

test('the version and the help load no reader, no slice and no library but the one for options', () => {
  for (const flag of ['--version', '--help']) {
    const { loaded } = run('src/cli/main.ts', flag);
    expect(loaded.filter((url) => /\/src\/(?:readers|modules|platform|app)\//.test(url))).toEqual([]);
    const libraries = loaded.flatMap((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
    expect([...new Set(libraries)]).toEqual(['commander']);
  }
});
