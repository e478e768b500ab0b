import { compileCondition, type Stage } from './condition.ts';
import { keptTexts } from './kept-texts.ts';
import { parsePolicy } from './parse.ts';
import { plainWords } from './plain-words.ts';
import type { PolicyDocument } from './schema.ts';

/** One rule as everybody may read it. */
export interface ReadableRule {
  id: string | null;
  when: string;
  words: string;
  outcome: string;
  because: string | null;
}

export interface ReadableRules {
  priority: ReadableRule[];
  routes: ReadableRule[];
}

/** The rules of a document that can be used, for a table. */
export const readRules = keptTexts((text: string): ReadableRules => {
  const { document } = parsePolicy(text);
  return {
    priority: document.priority.map((rule) => ({ ...read(rule, 'priority'), outcome: rule.then })),
    routes: document.routes.map((rule) => ({ ...read(rule, 'route'), outcome: destination(rule.to) })),
  };
});

function read(rule: { id?: string | undefined; when: string; because?: string | undefined }, stage: Stage) {
  const condition = compileCondition(rule.when, stage);
  const words = 'holds' in condition ? plainWords(condition.ast, rule.when) : rule.when;
  return { id: rule.id ?? null, when: rule.when, words, because: rule.because ?? null };
}

function destination(to: PolicyDocument['routes'][number]['to']): string {
  if (to === 'owner') return 'its owner';
  if ('queue' in to) return `queue ${to.queue}`;
  return `held ${to.hold}, looked at again after ${to.review === 1 ? 'a day' : `${to.review} days`}`;
}
