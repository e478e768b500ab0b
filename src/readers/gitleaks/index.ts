import type { Observation, Place } from '../../kernel/observation.ts';
import type { Severity } from '../../kernel/severity.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { isRedacted, maskLine, maskSecrets } from '../kit/mask.ts';
import { asRecord, type Json, lineNumber, str, strings } from '../kit/values.ts';
import type { JsonElement, ReadContext, Reader, Sink } from '../reader.ts';

/** Gitleaks' JSON of version 8, and of version 7 and before with its lower-case names. */
export const reader: Reader = {
  card: {
    id: 'gitleaks',
    name: 'Gitleaks',
    homepage: 'https://github.com/gitleaks/gitleaks',
    aliases: ['gitleaks_scan'],
    kinds: ['secret'],
    phase: 'build',
    produce: 'gitleaks git --report-format json --report-path gitleaks.json',
    versions: ['6', '7', '8'],
    goodAt: 'credentials in the whole history of a repository',
    misses: 'credentials without a known form; whether they still work',
    noise: 'examples and test data that look like keys',
  },
  recognise: bySigns(
    { form: 'json-array', keys: ['RuleID', 'Match', 'Secret', 'File'] },
    { form: 'json-array', keys: ['offender', 'line', 'rule', 'commit'] },
  ),
  mapping: { form: 'json', each: ['[]'], open },
};

/** Credentials that open clouds and code hosts open everything behind them; Gitleaks itself does not rate. */
const OPENS_EVERYTHING = /\b(?:aws|amazon|azure|gcp|google.?cloud|github|gitlab|private.?key)/i;

interface Leak {
  rule: string;
  title: string;
  secret: string;
  line: string;
  tags: string[];
  place: Place;
  commit: string | undefined;
  fingerprint: string | undefined;
}

function open(_shell: unknown, sink: Sink, context: ReadContext): (element: JsonElement) => void {
  return ({ value, at }) => {
    const told = asRecord(value);
    const leak = told['RuleID'] === undefined ? oldLeak(told) : newLeak(told);
    if (leak === null) {
      sink.note('warning', 'LK-READ-SKIPPED', 'An entry without a rule was left out.', `[${at[0]}]`);
      return;
    }
    sink.rule({ id: leak.rule, name: leak.title, tags: leak.tags });
    sink.observation(observe(leak, context));
  };
}

function newLeak(told: Json): Leak | null {
  const rule = str(told['RuleID']);
  if (rule === undefined) return null;
  return {
    rule,
    title: str(told['Description']) ?? rule,
    secret: str(told['Secret']) ?? '',
    line: str(told['Match']) ?? '',
    tags: strings(told['Tags']),
    place: {
      path: str(told['File']),
      startLine: lineNumber(told['StartLine']),
      endLine: lineNumber(told['EndLine']),
      startColumn: lineNumber(told['StartColumn']),
      endColumn: lineNumber(told['EndColumn']),
    },
    commit: str(told['Commit']),
    fingerprint: str(told['Fingerprint']),
  };
}

function oldLeak(told: Json): Leak | null {
  const rule = str(told['rule']);
  if (rule === undefined) return null;
  const startLine = lineNumber(told['lineNumber']);
  return {
    rule,
    title: rule,
    secret: str(told['offender']) ?? '',
    line: str(told['line']) ?? '',
    tags: (str(told['tags']) ?? '').split(/\s*,\s*/).filter((tag) => tag !== ''),
    place: { path: str(told['file']), startLine, endLine: startLine },
    commit: str(told['commit']),
    fingerprint: undefined,
  };
}

function observe(leak: Leak, context: ReadContext): Observation {
  const known = !isRedacted(leak.secret);
  const severity: Severity = OPENS_EVERYTHING.test(`${leak.rule} ${leak.title}`) ? 'critical' : 'high';
  // The match may hold parts of a key that the secret's own group leaves out, so its rest is masked too.
  const snippet = maskLine(maskSecrets(leak.line, leak.secret));
  const observation: Observation = {
    kind: 'secret',
    rule: leak.rule,
    title: leak.title,
    severity,
    cwes: [798],
    vulnerabilities: [],
    place: { ...leak.place, snippet: snippet === '' ? undefined : snippet },
    secret: known ? { hash: context.hashSecret(leak.secret) } : {},
    tags: leak.tags.length > 0 ? leak.tags : undefined,
  };
  if (leak.commit !== undefined) observation.message = `Found in commit ${leak.commit}.`;
  if (leak.fingerprint !== undefined) observation.fingerprints = { gitleaks: leak.fingerprint };
  return observation;
}
