import { expect, test } from 'vitest';
import { DEFAULT_LIMITS, type ReadContext, type XmlElement, type XmlMapping } from '../reader.ts';
import { CollectingSink } from './sink.ts';
import { textsOf } from './texts.ts';
import { runXml } from './xml-run.ts';

const context: ReadContext = { limits: DEFAULT_LIMITS, hashSecret: (value) => value };
const sink = new CollectingSink({ observations() {}, rule() {}, diagnostic() {} }, DEFAULT_LIMITS);

async function* inPieces(text: string, size = 7) {
  const bytes = Buffer.from(text);
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

/** Runs with a mapping that notes what it was given. */
async function walk(chunks: AsyncIterable<Uint8Array>, each: string[]) {
  const told = { opens: [] as string[], items: [] as XmlElement[], paths: [] as string[], rest: -1 };
  const mapping: XmlMapping = {
    form: 'xml',
    each,
    open(root) {
      told.opens.push(
        `${root.name} v${root.attributes['version'] ?? '?'} after ${root.children.map((c) => c.name)}`,
      );
      return (element, path) => {
        told.items.push(element);
        told.paths.push(path);
      };
    },
    close(root) {
      told.rest = root.children.length;
    },
  };
  await runXml(textsOf({ open: () => chunks }), mapping, sink, context);
  return told;
}

const failing = (code: string) => expect.objectContaining({ code });

test('elements of each come one by one, detached, with the shell known so far', async () => {
  const told = await walk(
    inPieces(
      '<v:r xmlns:v="u" version="2"><info>x</info><s n="1"><v:i a="1">é<b/><![CDATA[<z>]]></v:i><i/></s><end/></v:r>',
    ),
    ['r/*/i'],
  );
  expect(told.opens).toEqual(['r v2 after info,s']);
  expect(told.items.map((item) => item.text)).toEqual(['é<z>', '']);
  expect(told.items[0]?.parent?.attributes['n']).toBe('1');
  expect(told.items[0]?.parent?.children).toEqual([]);
  expect(told.paths).toEqual(['r/*/i', 'r/*/i']);
  expect(told.rest).toBe(3);
});

test('a report without results is opened and closed all the same', async () => {
  const told = await walk(inPieces('<r/>'), ['r/i']);
  expect(told.opens.length).toBe(1);
  expect(told.rest).toBe(0);
});

test.each<[string, string, string]>([
  ['cut off', '<r><i>x</i><i', 'LK-READ-TRUNCATED'],
  ['crossed tags', '<r><i></r></i>', 'LK-READ-MALFORMED'],
  ['an unknown entity', '<r>&constructor;</r>', 'LK-READ-MALFORMED'],
  ['a zero character', '<r>\0</r>', 'LK-READ-MALFORMED'],
  ['nothing', '   ', 'LK-READ-MALFORMED'],
  ['entities', '<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><r>&b;</r>', 'LK-READ-XML-ENTITY'],
  ['an external entity', '<!DOCTYPE r [ <!entity x SYSTEM "file:///x"> ]><r>&x;</r>', 'LK-READ-XML-ENTITY'],
  ['a parameter entity', '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://x/">%x;]><r/>', 'LK-READ-XML-ENTITY'],
])('%s is refused with a stable code', async (_, text, code) => {
  await expect(walk(inPieces(text), ['r/i'])).rejects.toEqual(failing(code));
});

test('the place of a mistake is told as line and column', async () => {
  await expect(walk(inPieces('<r>\n <i></j>\n</r>'), ['r/i'])).rejects.toMatchObject({
    detail: { where: expect.stringMatching(/^2:\d+$/) },
  });
});

test('a plain document type is harmless, and so is a blank line at the start', async () => {
  const told = await walk(inPieces('\n<?xml version="1.0"?><!DOCTYPE r SYSTEM "r.dtd"><r><i/></r>'), ['r/i']);
  expect(told.items.length).toBe(1);
});

test('ten million levels end at the limit of depth', async () => {
  async function* deep() {
    const chunk = Buffer.from('<a>'.repeat(10_000));
    for (let i = 0; i < 1000; i++) yield chunk;
  }
  await expect(walk(deep(), ['r/i'])).rejects.toEqual(failing('LK-READ-TOO-DEEP'));
});

test('an endless text is refused, not gathered', async () => {
  async function* endless() {
    yield Buffer.from('<r><i>');
    for (;;) yield Buffer.alloc(1024 * 1024, 0x61);
  }
  await expect(walk(endless(), ['r/i'])).rejects.toEqual(failing('LK-READ-TOO-LARGE'));
});

test('a shell that grows without end is refused, not gathered', async () => {
  async function* endless() {
    yield Buffer.from('<r>');
    const chunk = Buffer.from('<x/>'.repeat(10_000));
    for (;;) yield chunk;
  }
  await expect(walk(endless(), ['r/i'])).rejects.toEqual(failing('LK-READ-TOO-LARGE'));
});

test('attributes named like prototype members are plain attributes', async () => {
  const told = await walk(inPieces('<r><i __proto__="x" constructor="y"/></r>'), ['r/i']);
  expect(Object.entries(told.items[0]?.attributes ?? {})).toContainEqual(['__proto__', 'x']);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});
