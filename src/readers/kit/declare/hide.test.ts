import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../reader.ts';
import type { Fields } from './fields.ts';
import { observe, ruleOf } from './observe.ts';
import { planOf } from './plan.ts';

const VALUE = 'ses4me-0pen-up';
const fields: Fields = {
  kind: 'secret',
  rule: 'rule',
  title: 'text',
  message: 'text',
  snippet: 'text',
  remediation: 'text',
  references: 'link',
  tags: 'text',
  told: () => ({ state: 'suppressed', reason: `it says ${VALUE}` }),
  secret: { value: 'value' },
  ruleText: { name: 'text', description: 'text', help: 'text' },
};

test('wherever a report repeats the value of a secret, it is masked before the reader tells it', () => {
  const plan = planOf(fields);
  const value = { rule: 'r', value: VALUE, text: `has ${VALUE} in it`, link: `https://x.example/${VALUE}` };
  const told = { value, up: null, shell: null, key: undefined };
  const observation = observe(plan, told, { limits: DEFAULT_LIMITS, hashSecret: () => 'hash' })!;
  const rule = ruleOf(plan, told, observation);
  expect(JSON.stringify([observation, rule])).not.toContain(VALUE);
  expect(observation).toMatchObject({
    message: 'has ******** in it',
    secret: { hash: 'hash' },
    references: [],
  });
  expect(rule.description).toBe('has ******** in it');
});
