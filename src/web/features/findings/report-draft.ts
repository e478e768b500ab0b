import { reportFinding } from '../../../contract/scans.ts';
import type { TargetKind } from '../../../kernel/finding.ts';
import type { Phase } from '../../../kernel/phase.ts';
import type { Severity } from '../../../kernel/severity.ts';
import { t } from '../../texts/t.ts';

/** The form as typed. What is empty is not sent. */
export interface Draft {
  title: string;
  description: string;
  severity: Severity;
  phase: Phase;
  targetKind: TargetKind;
  targetKey: string;
  path: string;
  line: string;
  url: string;
  cwe: string;
  evidence: string;
  finder: 'me' | 'other';
  finderName: string;
  finderContact: string;
  source: string;
  externalId: string;
}

export const emptyDraft: Draft = {
  title: '',
  description: '',
  severity: 'medium',
  phase: 'code-review',
  targetKind: 'repository',
  targetKey: '',
  path: '',
  line: '',
  url: '',
  cwe: '',
  evidence: '',
  finder: 'me',
  finderName: '',
  finderContact: '',
  source: '',
  externalId: '',
};

export type DraftProblems = Partial<Record<keyof Draft, string>>;

/** Which field of the form an issue of the contract belongs to. */
const FIELD: Record<string, keyof Draft> = {
  target: 'targetKey',
  'target.key': 'targetKey',
  'finder.name': 'finderName',
  'finder.contact': 'finderContact',
};

/** What to say at a field, where the contract's own words would be those of a program. */
const SAY: DraftProblems = {
  title: t('Five letters at least: what is wrong, in a few words.'),
  targetKey: t('Say where, e.g. acme/checkout.'),
  finderName: t('Whom shall we thank?'),
  line: t('A line number, counted from 1.'),
  cwe: t('A number, e.g. 79.'),
};

const numberOf = (text: string) => (text.trim() === '' ? undefined : Number(text));
const textOf = (text: string) => text.trim() || undefined;

/** Turns the form into what the contract asks for, or says at which fields it cannot. */
export function readDraft(draft: Draft) {
  const read = reportFinding.safeParse({
    title: draft.title,
    description: draft.description,
    severity: draft.severity,
    phase: draft.phase,
    target: { kind: draft.targetKind, key: draft.targetKey.trim() },
    path: textOf(draft.path),
    line: numberOf(draft.line),
    url: textOf(draft.url),
    cwe: numberOf(draft.cwe),
    evidence: draft.evidence,
    finder:
      draft.finder === 'me' ? undefined : { name: draft.finderName, contact: textOf(draft.finderContact) },
    source: textOf(draft.source),
    externalId: textOf(draft.externalId),
  });
  if (read.success) return { ok: true as const, report: read.data };
  const problems: DraftProblems = {};
  for (const issue of read.error.issues) {
    const path = issue.path.join('.');
    const field = FIELD[path] ?? (path as keyof Draft);
    problems[field] ??= SAY[field] ?? issue.message;
  }
  return { ok: false as const, problems };
}
