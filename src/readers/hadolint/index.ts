import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** Hadolint's JSON. */
export const reader: Reader = {
  card: {
    id: 'hadolint',
    name: 'Hadolint',
    homepage: 'https://github.com/hadolint/hadolint',
    aliases: [],
    kinds: ['config'],
    phase: 'build',
    produce: 'hadolint -f json Dockerfile > hadolint.json',
    versions: ['1', '2'],
    goodAt: 'bad habits in Dockerfiles, and in the shell lines inside of them',
    misses: 'what the finished image holds',
    noise: 'versions that are not pinned',
  },
  recognise: bySigns({
    form: 'json-array',
    keys: ['line', 'code', 'message', 'column', 'file', 'level'],
    all: [/"code"\s*:\s*"(?:DL|SC)\d{4}"/],
  }),
  mapping: jsonMapping({
    each: ['[]'],
    fields: {
      kind: 'config',
      rule: 'code',
      message: 'message',
      severity: { of: 'level', words: { style: 'info' } },
      path: 'file',
      line: 'line',
      column: 'column',
      ruleText: { url: page },
    },
  }),
};

/** Rules of the shell come from ShellCheck. */
function page(told: Told): string {
  const code = textOf('code', told) ?? '';
  const wiki = code.startsWith('SC') ? 'koalaman/shellcheck' : 'hadolint/hadolint';
  return `https://github.com/${wiki}/wiki/${encodeURIComponent(code.toWellFormed())}`;
}
