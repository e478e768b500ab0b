import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** Brakeman's JSON. */
export const reader: Reader = {
  card: {
    id: 'brakeman',
    name: 'Brakeman',
    homepage: 'https://brakemanscanner.org',
    aliases: [],
    kinds: ['code'],
    phase: 'build',
    produce: 'brakeman -f json -o brakeman.json',
    versions: ['4', '5', '6', '7'],
    goodAt: 'Ruby on Rails, with knowledge of the framework',
    misses: 'Ruby outside of Rails',
    noise: 'warnings of weak confidence',
  },
  recognise: bySigns({ form: 'json-object', keys: ['scan_info'], all: [/"brakeman_version"\s*:/] }),
  mapping: jsonMapping({
    each: ['warnings[]', 'ignored_warnings[]'],
    tool: { name: '=Brakeman', version: 'scan_info.brakeman_version' },
    fields: {
      kind: 'code',
      rule: ruleId,
      title: 'message',
      message: 'message',
      // Brakeman says how sure it is, not how bad it would be.
      severity: { of: () => undefined, otherwise: 'medium' },
      cwes: 'cwe_id[]',
      path: 'file',
      line: 'line',
      snippet: 'code',
      symbol: symbolOf,
      references: 'link',
      tags: 'check_name',
      fingerprints: { brakeman: 'fingerprint' },
      told: (told) =>
        told.from === 'ignored_warnings[]'
          ? { state: 'suppressed', reason: textOf('note', told) }
          : undefined,
      ruleText: { name: 'warning_type', url: 'link' },
    },
  }),
};

/** `BRAKE0015`, as Brakeman writes it in SARIF: the same rule in both formats. */
function ruleId(told: Told): string | undefined {
  const code = textOf('warning_code', told);
  return code === undefined ? textOf('check_name', told) : `BRAKE${code.padStart(4, '0')}`;
}

function symbolOf(told: Told): string | undefined {
  const parts = ['location.class', 'location.method'].flatMap((name) => textOf(name, told) ?? []);
  return parts.length > 0 ? parts.join('#') : textOf('location.template', told);
}
