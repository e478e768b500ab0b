import type { FindingRow } from '../../../contract/findings.ts';

type Placed = Pick<FindingRow, 'path' | 'startLine' | 'component' | 'version'>;

/** Where in the target a finding stands, in one word: `src/pay.ts:41` or `lodash 4.17.11`. */
export function placeOf({ path, startLine, component, version }: Placed): string {
  if (component) return version ? `${component} ${version}` : component;
  if (!path) return '';
  return startLine === null ? path : `${path}:${startLine}`;
}
