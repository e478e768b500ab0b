import { expect, it } from 'vitest';
import { csvLine, csvLines } from './csv.ts';

it('no text begins as a formula, and no text breaks out of its cell', () => {
  expect(csvLine(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '  =1', '＝1', '\n=1'])).toBe(
    `'=1+1,'+1,'-1,'@SUM(A1),"'\t=1",'  =1,'＝1,"'\n=1"\r\n`,
  );
  expect(csvLine(['a,b', 'say "x"', 'x;=1', 'a\r\n=cmd|x'])).toBe(
    `"a,b","say ""x""","x;=1","a\r\n=cmd|x"\r\n`,
  );
});

it('numbers stay numbers, and what is not there is empty', () => {
  expect(csvLine([-5, 0, true, null, undefined, ''])).toBe('-5,0,true,,,\r\n');
});

it('a long table comes in pieces that make up the whole', async () => {
  const rows = Array.from({ length: 5000 }, (_, index) => [index, 'x'.repeat(20)]);
  const pieces: string[] = [];
  for await (const piece of csvLines(['n', 'x'], rows)) pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.join('')).toBe(['n,x', ...rows.map((row) => row.join(','))].join('\r\n').concat('\r\n'));
});
