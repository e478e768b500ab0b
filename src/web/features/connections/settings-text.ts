import { parse, stringify } from 'yaml';
import { t } from '../../texts/t.ts';

/** Settings as people read and write them. */
export const settingsText = (settings: Record<string, unknown>): string =>
  Object.keys(settings).length === 0 ? '' : stringify(settings).trimEnd();

/** @returns the settings, or in words what is wrong with the text */
export function settingsOf(text: string): { settings: Record<string, unknown> } | { problem: string } {
  try {
    const value: unknown = parse(text, { maxAliasCount: 0 });
    if (value === null || value === undefined) return { settings: {} };
    if (typeof value !== 'object' || Array.isArray(value))
      return { problem: t('Write names and values, such as url: https://…') };
    return { settings: value as Record<string, unknown> };
  } catch (error) {
    const line = (error as { linePos?: { line: number }[] }).linePos?.[0]?.line;
    const [first = ''] = String((error as Error).message).split('\n');
    const says = first.replace(/ at line \d+, column \d+:?$/, '');
    return {
      problem: line ? t('Line {line}: {says}', { line, says }) : says,
    };
  }
}
