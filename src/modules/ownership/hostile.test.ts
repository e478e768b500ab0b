import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileOwnership } from './compile.ts';
import { resolveOwner } from './resolve.ts';

const mapOf = (codeowners: string, files: { path: string; content: string }[] = []) =>
  compileOwnership({
    repository: { key: 'acme/shop', unitKey: null },
    registry: null,
    files: [{ path: '.gitlab/CODEOWNERS', content: codeowners }, ...files],
  });

/** Processor time: other tests run beside this one. */
function seconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1e6;
}

describe('patterns made to be slow', () => {
  it.each([
    ['the same stars a hundred thousand times', '**/**/**/**/** @x\n'.repeat(100_000)],
    ['stars and names by turns', '**/a/**/a/**/a/**/a/**/a/**/b @x\n'.repeat(50_000)],
    ['many different ones', Array.from({ length: 20_000 }, (_, i) => `**/*a*${i}*/**/*b/** @x`).join('\n')],
    ['brackets', `${'[a-z]'.repeat(200)}* @x\n`.repeat(2000)],
    ['a name of stars', `${'*a'.repeat(1500)} @x\n`.repeat(500)],
  ])('do not stop us: %s', (_, content) => {
    expect(
      seconds(() => {
        const map = mapOf(content);
        for (const path of [`${'a/'.repeat(1000)}a`, 'a'.repeat(4000), 'aa/ab/abb/x'])
          expect(resolveOwner(map, path).team).not.toBe('');
      }),
    ).toBeLessThan(8);
  });

  it('of 64 kB are skipped, and told', () => {
    const map = mapOf(`${'/a'.repeat(32_000)} @x\n* @ledger`);
    expect(resolveOwner(map, 'a/a')).toMatchObject({ team: 'ledger' });
    expect(map.problems).toMatchObject([{ code: 'bad-pattern', line: 1 }]);
  });
});

describe('paths made to be slow', () => {
  const map = mapOf('/src/ @ledger\n*.ts @web\nfoo*bar/ @x\n**/a/*b @y');

  it.each([
    ['of 100 kB and many folders', `src/${'a/'.repeat(50_000)}x`],
    ['of 100 kB in one name', `src/${'foo'.repeat(33_000)}`],
    ['of 100 kB of empty names', `src${'/'.repeat(100_000)}x`],
    ['that climb', `src/${'../src/'.repeat(20_000)}x`],
  ])('are answered: %s', (_, path) => {
    let team = '';
    expect(
      seconds(() => {
        for (let i = 0; i < 20; i++) team = resolveOwner(map, path).team;
      }),
    ).toBeLessThan(3);
    expect(team).toBe('ledger');
  });

  it('do not fill the memory, whatever folders they name', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heapMb = () => {
      collect();
      return process.memoryUsage().heapUsed / 2 ** 20;
    };
    const before = heapMb();
    for (let i = 0; i < 300_000; i++)
      resolveOwner(map, `src/${i % 7}/foo${i}bar/a/${i}/b${i}b/${'x'.repeat(50)}/y.md`);
    expect(heapMb() - before).toBeLessThan(150);
    expect(resolveOwner(map, 'src/x/z.md').team).toBe('ledger');
  });
});

it('any text is an answer, never an error: controls, halves of pairs, dots, slashes of both kinds', () => {
  const map = mapOf('/a/ @ledger\n\\ \u0000/*? @web', [
    {
      path: 'a/about.yaml',
      content: 'apiVersion: lanekeeper.dev/v1\nowner: pay\npaths: [{ match: "b*", owner: web }]',
    },
  ]);
  const text = fc.string({
    unit: fc.constantFrom('/', '\\', '.', '..', 'a', 'b', '\0', '\uD800', '\uFFFD', ' ', '\n', '*', '%2e'),
  });
  fc.assert(
    fc.property(text, (path) => {
      const found = resolveOwner(map, path);
      expect(found.team).not.toBe('');
      // What is written in another way is the same place.
      expect(resolveOwner(map, `./x/..//${path}`)).toBe(
        path.startsWith('/') ? resolveOwner(map, `.${path}`) : found,
      );
    }),
    { numRuns: 2000 },
  );
});

it('two descriptors of one folder are told, and the first of them counts', () => {
  const about = (owner: string) => `apiVersion: lanekeeper.dev/v1\nowner: ${owner}\n`;
  const map = mapOf('', [
    { path: 'pay/about.yml', content: about('second') },
    { path: 'pay/about.yaml', content: about('first') },
  ]);
  expect(resolveOwner(map, 'pay/x').team).toBe('first');
  expect(map.problems).toMatchObject([
    { file: 'pay/about.yml', code: 'not-used', message: expect.stringContaining('pay/about.yaml') },
  ]);
});
