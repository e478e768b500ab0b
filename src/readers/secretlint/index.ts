import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { all, textOf } from '../kit/declare/values.ts';
import { asList, asRecord, num, str } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** `@secretlint/secretlint-rule-aws` and `AWSSecretAccessKey` -> `aws/AWSSecretAccessKey`. */
function ruleOf(told: Told): string | undefined {
  const rule = textOf('ruleId', told)?.replace(/^@secretlint\/secretlint-rule-/, '');
  return [rule, textOf('messageId', told)].filter(Boolean).join('/') || undefined;
}

/** The text of the file and the part of it that was flagged. */
function flagged(told: Told): { content: string; from: number; to: number } | undefined {
  const content = str(asRecord(told.up?.value)['sourceContent']);
  const [from, to] = asList(asRecord(told.value)['range']).map(num);
  return content === undefined || from === undefined || to === undefined ? undefined : { content, from, to };
}

function foundValue(told: Told): string | undefined {
  const found = flagged(told);
  if (found) return found.content.slice(found.from, found.to);
  return all('data{}', told).find((part): part is string => typeof part === 'string');
}

function lineOf(told: Told): string | undefined {
  const found = flagged(told);
  if (!found) return undefined;
  const end = found.content.indexOf('\n', found.to);
  return found.content.slice(found.content.lastIndexOf('\n', found.from - 1) + 1, end < 0 ? undefined : end);
}

/** Secretlint’s JSON: files with their messages. */
export const reader: Reader = {
  card: {
    id: 'secretlint',
    name: 'Secretlint',
    homepage: 'https://github.com/secretlint/secretlint',
    aliases: [],
    kinds: ['secret'],
    phase: 'build',
    produce: 'secretlint "**/*" --format json --output secretlint.json',
    versions: ['7', '9', '11'],
    goodAt: 'credentials of known forms before they are committed',
    misses: 'the history of the repository',
    noise: 'examples in documentation',
  },
  recognise: bySigns(
    { form: 'json-array', keys: ['filePath', 'sourceContent'] },
    { form: 'json-array', keys: ['filePath', 'messages', 'sourceContentType'] },
  ),
  mapping: jsonMapping({
    each: ['[]'],
    within: ['messages[]'],
    fields: {
      kind: 'secret',
      rule: ruleOf,
      title: 'message',
      severity: { of: 'severity', otherwise: 'high' },
      cwes: '=798',
      path: '^filePath',
      line: 'loc.start.line',
      endLine: 'loc.end.line',
      snippet: lineOf,
      secret: { value: foundValue },
      references: 'docsUrl',
      ruleText: { name: 'messageId', url: 'docsUrl' },
    },
  }),
};
