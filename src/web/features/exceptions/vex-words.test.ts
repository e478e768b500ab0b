import { describe, expect, it } from 'vitest';
import { importedWords, vexFileOf } from './vex-words.ts';

const nameOf = (document: unknown, fileName = 'shop.json') => vexFileOf(fileName, JSON.stringify(document));

describe('a chosen file', () => {
  it.each([
    [{ '@id': 'https://acme.example/vex/1' }, 'https://acme.example/vex/1'],
    [{ serialNumber: 'urn:uuid:1' }, 'urn:uuid:1'],
    [{ document: { tracking: { id: 'ACME-2026-1' } } }, 'ACME-2026-1'],
    [{ '@id': ' ', document: null }, 'shop'],
    [{ '@id': 7 }, 'shop'],
    [{ '@id': 'x'.repeat(300) }, 'x'.repeat(200)],
  ])('is named as it names itself, so that its next version replaces it: %j', (document, name) => {
    expect(nameOf(document)).toEqual({ document, name });
  });

  it('may begin with a byte order mark', () => {
    expect(vexFileOf('a.json', '\uFEFF{"@id":"one"}')).toMatchObject({ name: 'one' });
  });

  it.each(['', '[]', 'null', '<bom/>'])('that is no document is refused before it is sent: %j', (text) => {
    expect(vexFileOf('a.json', text)).toEqual({ problem: expect.stringContaining('no JSON document') });
  });

  it('that is too large for the server is refused before it is sent', () => {
    expect(vexFileOf('a.json', ' '.repeat(16 * 1024 ** 2 + 1))).toEqual({
      problem: expect.stringContaining('16 MB'),
    });
  });
});

describe('what a document changed', () => {
  const nothing = { format: 'openvex', name: 'one', granted: 0, ended: 0, same: 0, affected: 0, fixed: 0 };

  it('is said in sentences, with what changes nothing', () => {
    expect(importedWords({ ...nothing, granted: 2, ended: 1, same: 1, affected: 1, fixed: 3 })).toEqual([
      '2 exceptions granted: nobody has to work on what they cover.',
      '1 exception ended, since the document no longer says so: what it covered is open again.',
      '1 exception of an earlier document goes on.',
      '1 statement calls something affected: that stays open.',
      '3 statements call something fixed: the next scan shows it.',
    ]);
  });

  it('is never silence', () => {
    expect(importedWords(nothing)).toHaveLength(1);
  });
});
