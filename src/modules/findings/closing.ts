import { CLOSINGS, type Closing } from '../../contract/findings.ts';
import type { FindingState } from '../../kernel/finding.ts';

/** Why a request about closing by hand cannot be served. */
export interface Objection {
  code: 'LK-VALIDATION' | 'LK-CONFLICT';
  message: string;
}

/** What a closing by hand depends on. */
export interface Closable {
  kind: string;
  state: FindingState;
  closedHow: Closing | null;
}

/** Null = it may be closed so. Pure. */
export function objectionToClosing({ kind, state }: Closable, how: Closing): Objection | null {
  if (kind !== 'secret' && kind !== 'manual')
    return invalid('a scan closes this one by itself, as soon as it no longer finds it');
  const fitting: readonly Closing[] = CLOSINGS[kind];
  if (!fitting.includes(how)) {
    const what = kind === 'secret' ? 'a secret' : 'a finding made by hand';
    return invalid(`${what} is closed as ${fitting.join(' or ')}, not as ${how}`);
  }
  if (state === 'fixed') return conflict('this finding is closed already; thank you all the same');
  if (state === 'excepted')
    return conflict('this finding has an exception and is not counted as open: there is nothing to close');
  return null;
}

/** Null = its closing may be undone. Pure. */
export function objectionToReopening({ state, closedHow }: Closable): Objection | null {
  if (state !== 'fixed') return conflict('this finding is not closed');
  if (!closedHow) return conflict('a scan closed this finding; it opens by itself when a scan sees it again');
  return null;
}

const invalid = (message: string): Objection => ({ code: 'LK-VALIDATION', message });
const conflict = (message: string): Objection => ({ code: 'LK-CONFLICT', message });

const STATEMENTS: Record<Closing, string> = {
  revoked: 'says that it is revoked',
  rotated: 'says that it is rotated',
  retested: 'says that a retest no longer finds it',
  'signed-off': 'signed it off',
};

/** Who closed it and with which words, for the ticket: "Sam Lee says that it is rotated". */
export const statementOf = (name: string, how: Closing): string => `${name} ${STATEMENTS[how]}`;
