import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KNOWN } from '../readers/kit/declare/document-schema.ts';
import { readCommand } from './read.ts';
import { trackCommand } from './track.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/mapping.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'lanekeeper-mapping-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

async function told(
  run: (io: { out(line: string): void; err(line: string): void; color: boolean }) => Promise<number>,
) {
  const lines: string[] = [];
  const code = await run({ out: (line) => lines.push(line), err: (line) => lines.push(line), color: false });
  return { code, text: lines.join('\n').replaceAll(`${folder}/`, '') };
}

/** Code blocks of one example, by their language. */
function example(heading: string): Record<string, string> {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading))!;
  return Object.fromEntries(
    [...section.matchAll(/```(\w+)\n(.*?)```/gs)].map(([, language, text]) => [language!, text!]),
  );
}

test.each([
  ['A table', 'csv'],
  ['A document', 'json'],
])('the example "%s" of docs/mapping.md tells what the page says', async (heading, form) => {
  const blocks = example(heading);
  const report = file(`report.${form}`, blocks[form]!);
  const mapping = file('mapping.yaml', blocks['yaml']!);
  const { code, text } = await told((io) => readCommand([report], { mapping }, io));
  const [line, ...remarks] = text.split('\n');
  expect({ code, line: `${line}\n` }).toEqual({ code: 0, line: blocks['text'] });
  expect(remarks.join('\n')).toContain(form === 'csv' ? 'Results marked "passed" are no findings.' : '');
});

test('the example of dependencies keeps package, fixed versions and places', async () => {
  const blocks = example('A document');
  const report = file('full.json', blocks['json']!);
  const mapping = file('mapping.yaml', blocks['yaml']!);
  const { text } = await told((io) => readCommand([report], { mapping, full: true, json: true }, io));
  expect(JSON.parse(text)).toMatchObject({
    tool: 'shop-dependencies',
    results: [
      {
        severity: 'high',
        vulnerabilities: ['CVE-2020-0001'],
        place: { path: 'shop/package-lock.json' },
        component: { type: 'npm', version: '1.2.0', fixedVersions: ['1.2.4'] },
      },
      { severity: 'low', vulnerabilities: ['GHSA-2222-3333-4444'] },
    ],
  });
});

test('reports read by a mapping are aligned like others', async () => {
  const blocks = example('A table');
  const mapping = file('mapping.yaml', blocks['yaml']!);
  const before = file('before.csv', blocks['csv']!);
  const after = file('after.csv', blocks['csv']!.replace('shop-db-2', 'shop-db-3'));
  const { text } = await told((io) => trackCommand(before, after, { mapping, json: true }, io));
  expect(JSON.parse(text)).toMatchObject({ fixed: [1], opened: [1] });
});

test('all mistakes of a mapping are told with line, field and what was meant', async () => {
  const mapping = file(
    'wrong.yaml',
    'tool: T\nform: json\neach: issues\nfields:\n  kind: coed\n  rul: id\n  severty: level\n',
  );
  const failing = readCommand(
    [file('report.json', '{"a":1}')],
    { mapping },
    { out() {}, err() {}, color: false },
  );
  await expect(failing).rejects.toMatchObject({ code: 'LK-VALIDATION' });
  const message = await failing.catch((error: Error) => error.message.replaceAll(`${folder}/`, ''));
  expect(message).toMatch(/^wrong\.yaml:5:\d+: fields\.kind: has to be one of dependency, container,/m);
  expect(message).toMatch(/^wrong\.yaml:\d+:\d+: fields\.rule: is missing$/m);
  expect(message).toContain('fields.rul: there is no such field; did you mean rule?');
  expect(message).toContain(
    'wrong.yaml:7:12: fields.severty: there is no such field; did you mean severity?',
  );
});

test('the page names every field that a mapping knows', () => {
  const words = new Set(page.match(/\w+/g));
  const unknown = [...KNOWN].flatMap(([path, names]) =>
    names.filter((name) => !words.has(name)).map((name) => `${path}.${name}`),
  );
  expect(unknown).toEqual(['fields.severity.unrated']);
});
