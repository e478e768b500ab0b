import { expect, it } from 'vitest';
import { DEFAULT_BODY, DEFAULT_TITLE } from './defaults.ts';
import { checkTemplate, renderTicket, type TicketFacts, templateProblems } from './render-ticket.ts';

const finding = {
  priority: 'P1',
  title: 'x | y <script> [z](javascript:alert)',
  path: 'src/a_b.ts',
  startLine: 3,
  leader: null,
  kind: 'code',
  target: { kind: 'repository', key: 'acme/a' },
} as TicketFacts['findings'][number];
const facts: TicketFacts = {
  title: 'Upgrade lodash to 4.17.21 in <checkout>\nnow',
  key: 'PAY-12',
  kind: 'upgrade',
  component: 'pkg:npm/lodash',
  toVersion: '4.17.21',
  fromVersions: ['3.10.1'],
  advisories: [],
  base: null,
  ownedBecause: ['about.yaml says *payments*'],
  urgentBecause: [],
  dueAt: '2026-12-01T00:00:00Z',
  priority: 'P1',
  findings: [finding],
  openFindings: 12,
  help: 'Do `this`.\n```\nopen fence',
};

it('the default says all that there is to say, with what came from outside escaped', () => {
  const { title, body } = renderTicket({}, facts);
  expect(title).toBe('Upgrade lodash to 4.17.21 in <checkout> now');
  expect(body).toContain('- about.yaml says \\*payments\\*\n\n## Why now\n\n- due on 2026-12-01\n\n');
  expect(body).toContain(
    '| P1 | x \\| y \\<script> \\[z\\](javascript:alert) | src/a_b.ts:3 |\n\n… and 2 more.',
  );
  expect(body).toContain('Upgrade `lodash` to `4.17.21`: the smallest');
  // What the tool opened ends with the tool's words.
  expect(body).toContain('> open fence\n\n## What the fix may break\n\nA jump from 3.10.1 to 4.17.21');
});

it('a connection may have words of its own for the title, the body or both', () => {
  const template = {
    title: '[{{priority}}] {{component}} ({{key}})',
    body: '{{#findings}}{{title}}@{{where}} of {{key}}{{/findings}}{{^help}}no help{{/help}}',
  };
  expect(renderTicket(template, facts)).toEqual({
    title: '[P1] lodash (PAY-12)',
    body: 'x \\| y \\<script> \\[z\\](javascript:alert)@src/a_b.ts:3 of PAY-12',
  });
  expect(renderTicket({ title: '{{due}}' }, { ...facts, dueAt: null }).title).toBe('PAY-12');
});

it('what is wrong with a template is told by line, with what was meant', () => {
  expect(checkTemplate({ title: DEFAULT_TITLE, body: DEFAULT_BODY })).toEqual([]);
  expect(checkTemplate({ body: 'a\n{{ownedBecuase}}\n{{{remedy}}}\n{{> other}}\n{{findings}}' })).toEqual([
    { of: 'body', line: 2, message: 'there is nothing called ownedBecuase; did you mean ownedBecause?' },
    { of: 'body', line: 3, message: 'write {{remedy}}: every value is escaped' },
    { of: 'body', line: 4, message: '{{> other}} is not possible: a template stands alone' },
    { of: 'body', line: 5, message: 'findings is a list: write {{#findings}} … {{/findings}}' },
  ]);
  expect(checkTemplate({ title: '{{remedy}}' })[0]).toMatchObject({ of: 'title', line: 1 });
  expect(checkTemplate({ body: 'x\n\n{{#findings}}' })).toEqual([
    { of: 'body', line: 3, message: 'unclosed section "findings"' },
  ]);
  expect(checkTemplate({ body: '{{' })[0]).toMatchObject({ line: 1, message: 'unclosed tag' });
  for (const name of ['.', 'constructor', '__proto__', 'findings.length', 'toString'])
    expect(checkTemplate({ body: `{{${name}}}` }), name).toHaveLength(1);
  expect(checkTemplate({ body: 'x'.repeat(20_001) })[0]?.message).toContain('20000');
  expect(() => renderTicket({ body: '{{nothing}}' }, facts)).toThrow(
    expect.objectContaining({ code: 'LK-REFUSED', message: expect.stringContaining('line 1') }),
  );
});

it('a connection is not saved with a template that nothing can be said by', () => {
  expect(templateProblems({ url: 'https://x', template: { body: 'a\n{{titel}}' } })).toEqual([
    'settings.template.body: line 2: there is nothing called titel; did you mean title?',
  ]);
  for (const settings of [{}, null, { template: {} }]) expect(templateProblems(settings)).toEqual([]);
});
