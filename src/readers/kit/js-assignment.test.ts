import { expect, test } from 'vitest';
import { assignmentLength, withoutAssignment } from './js-assignment.ts';

async function* of(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function strip(...texts: string[]): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of withoutAssignment(of(...texts), assignmentLength(texts.join(''))))
    parts.push(part);
  return Buffer.concat(parts).toString();
}

test('a document assigned to a name is read as the document', async () => {
  expect(await strip('scout_results =\n{"a": 1}')).toBe('{"a": 1}');
  expect(await strip('var x.y = ', '[1, 2', ']', ' ;\n', '\n')).toBe('[1, 2]');
  expect(await strip('\uFEFFconst x = {"a": ";"};')).toBe('{"a": ";"}');
});

test('what stands between keeps its blanks and semicolons, however the bytes are cut', async () => {
  expect(await strip('x =', ' {"a": "1;', ' ', ';2"}', ';')).toBe('{"a": "1; ;2"}');
});

test.each(['{"a": "b = {"}', 'name,value\nx = {1}', 'x == {}', '<a/>', 'x = 1'])(
  '%s is no assignment',
  (text) => {
    expect(assignmentLength(text)).toBe(0);
  },
);
