import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

it('a reader that stops listening does not make a command fail', async () => {
  const child = spawn(process.execPath, ['src/cli/main.ts', 'read', 'docs/tour/trivy.json', '--json']);
  child.stdout.destroy();
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  const [code] = await once(child, 'exit');
  expect({ code, told }).toEqual({ code: 0, told: '' });
});
