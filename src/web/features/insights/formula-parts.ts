import type { FormulaName } from '../../../contract/insights/formulas.ts';
import { t } from '../../texts/t.ts';

const NAMES: Partial<Record<FormulaName, string>> = {
  open: t('Open'),
  opened: t('Opened'),
  fixed: t('Fixed'),
  excepted: t('Excepted'),
  firstLooks: t('First looks'),
  introduction: t('A new tool'),
  age: t('Age'),
  due: t('Due'),
  dueMet: t('Met'),
  survival: t('Still open'),
  median: t('Median'),
  p90: t('Nine of ten'),
  within: t('Fixed in time'),
  found: t('Found'),
  early: t('Found early'),
  escaped: t('Escaped'),
  openPer: t('Open'),
  openedPer: t('Opened'),
  effectOpened: t('Opened'),
  effectFound: t('Found'),
  effectFixed: t('Fixed'),
  targetOpen: t('P0 and P1 open'),
  targetDeadlines: t('Deadlines met'),
  targetMedian: t('Median days to fix'),
  targetUnowned: t('Without an owner'),
};

/** The formulas of an answer that a picture is about, by name. */
export const formulaParts = <Name extends FormulaName>(
  formula: Readonly<Record<Name, string>>,
  names: readonly NoInfer<Name>[],
): (readonly [name: string, text: string])[] =>
  names.map((name) => [NAMES[name] ?? '', formula[name]] as const);
