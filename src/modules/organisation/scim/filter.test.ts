import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Filter, parseFilter, parsePath } from './filter.ts';
import { matches } from './match.ts';

const CHO = {
  id: 'per_1',
  userName: 'Cho@Acme.example',
  externalId: 'E-1',
  name: { givenName: 'Cho', familyName: 'O"Neil' },
  active: true,
  emails: [
    { value: 'cho@acme.example', type: 'work', primary: true },
    { value: 'cho@home.example', type: 'home' },
  ],
  meta: { lastModified: '2026-03-01T00:00:00.000Z' },
};

const holds = (text: string): boolean | string => {
  const parsed = parseFilter(text);
  return parsed.ok ? matches(parsed.value, CHO) : parsed.why;
};

describe('a filter', () => {
  it.each([
    ['userName eq "cho@acme.example"', true],
    ['USERNAME EQ "CHO@ACME.EXAMPLE"', true],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "cho"', true],
    ['urn:ietf:params:scim:schemas:core:2.0:User:name.familyName eq "O\\"Neil"', true],
    ['externalId eq "e-1"', false],
    ['externalId eq "E-1"', true],
    ['active eq true', true],
    ['active eq "True"', true],
    ['emails.value eq "cho@home.example"', true],
    ['emails eq "cho@home.example"', true],
    ['emails[type eq "work" and value co "home"]', false],
    ['emails[type eq "home" and value co "home"]', true],
    ['emails[not (type eq "work")]', true],
    ['title pr', false],
    ['not (title pr) and active eq true', true],
    ['title eq null', true],
    ['title ne "chief"', true],
    ['id eq "x" or id eq "per_1" and active eq false', false],
    ['(id eq "x" or id eq "per_1") and active eq true', true],
    ['meta.lastModified gt "2026-02-01T00:00:00Z"', true],
    ['meta.lastModified lt "2026-02-01T00:00:00Z"', false],
    ['name.givenName ew "o" and name.givenName co "h"', true],
  ])('%s is %s of Cho', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it.each([
    '',
    'userName',
    'userName eq',
    'userName is "x"',
    'userName eq x',
    'userName eq "x',
    'userName eq "\\q"',
    'userName eq "x" and',
    'userName eq "x" userName eq "y"',
    '(userName eq "x"',
    'emails[type eq "work"',
    '__proto__ eq "x"',
    'name..givenName pr',
    '"userName" eq "x"',
    `${'('.repeat(50)}a pr${')'.repeat(50)}`,
    `${'not ('.repeat(50)}a pr${')'.repeat(50)}`,
    `${'a['.repeat(50)}a pr${']'.repeat(50)}`,
  ])('%j is refused with a reason', (text) => {
    expect(parseFilter(text)).toMatchObject({ ok: false, why: expect.stringMatching(/./) });
  });

  it('longer than a provider writes is refused', () => {
    for (const text of [
      `a eq "${'x'.repeat(10_000)}"`,
      Array.from({ length: 500 }, () => 'a pr').join(' or '),
    ])
      expect(parseFilter(text)).toMatchObject({ ok: false, why: expect.stringContaining('than') });
  });

  it('of any text at all is read or refused, and quickly', () => {
    const words = [
      'userName',
      'eq',
      'and',
      'or',
      'not',
      'pr',
      '(',
      ')',
      '[',
      ']',
      '"a"',
      '"',
      '\\',
      'true',
      '1.5',
      '.',
      ':',
    ];
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...words)).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, (any) => {
        const parsed = parseFilter(any);
        expect(typeof (parsed.ok ? matches(parsed.value, CHO) : parsed.why)).toMatch(/boolean|string/);
        expect(typeof parsePath(any).ok).toBe('boolean');
      }),
      { numRuns: 3_000 },
    );
  });

  it('means the same when it is written out again', () => {
    const attribute = fc.constantFrom('userName', 'name.givenName', 'emails.type', 'active', 'nothing');
    const leaf = fc.oneof(
      attribute.map((name) => `${name} pr`),
      fc
        .tuple(attribute, fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'le'), fc.string())
        .map(([name, operator, value]) => `${name} ${operator} ${JSON.stringify(value)}`),
    );
    const { filter } = fc.letrec<{ filter: string }>((tie) => ({
      filter: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.tuple(tie('filter'), tie('filter')).map(([a, b]) => `(${a}) and (${b})`),
        fc.tuple(tie('filter'), tie('filter')).map(([a, b]) => `(${a}) or (${b})`),
        tie('filter').map((a) => `not (${a})`),
      ),
    }));
    fc.assert(
      fc.property(filter, (text) => {
        const parsed = parseFilter(text);
        if (!parsed.ok) return;
        const again = parseFilter(written(parsed.value));
        expect(again).toEqual(parsed);
      }),
    );
  });
});

function written(filter: Filter): string {
  const name = (attribute: { name: string; sub: string | null }) =>
    attribute.sub === null ? attribute.name : `${attribute.name}.${attribute.sub}`;
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.of.map((one) => `(${written(one)})`).join(` ${filter.kind} `);
    case 'not':
      return `not (${written(filter.of)})`;
    case 'present':
      return `${name(filter.attribute)} pr`;
    case 'value':
      return `${filter.name}[${written(filter.of)}]`;
    case 'compare':
      return `${name(filter.attribute)} ${filter.operator} ${JSON.stringify(filter.value)}`;
  }
}

describe('a path', () => {
  it.each([
    ['active', { name: 'active', sub: null, filter: null }],
    ['name.givenName', { name: 'name', sub: 'givenname', filter: null }],
    ['urn:ietf:params:scim:schemas:core:2.0:User:name.familyName', { name: 'name', sub: 'familyname' }],
    [
      'members[value eq "per_1"]',
      { name: 'members', sub: null, filter: { kind: 'compare', value: 'per_1' } },
    ],
    ['emails[type eq "work"].value', { name: 'emails', sub: 'value', filter: { kind: 'compare' } }],
    [
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
      { name: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:user:department', sub: null },
    ],
  ])('%s is read', (text, path) => {
    expect(parsePath(text)).toMatchObject({ ok: true, value: path });
  });

  it.each(['', 'a b', 'a[', 'a[b]', 'a[b pr]c', 'a[b pr].', 'constructor prototype'])(
    '%j is refused',
    (text) => {
      expect(parsePath(text).ok).toBe(false);
    },
  );
});
