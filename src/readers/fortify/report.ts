import type { ToldState } from '../../kernel/observation.ts';
import { xmlMapping } from '../kit/declare/mappings.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { childrenOf, textOf as childText } from '../kit/xml-find.ts';
import type { XmlElement } from '../reader.ts';

/** Issues of the report generator, in groups that say once what holds for all of them. */
export const report = xmlMapping({
  each: ['ReportDefinition/ReportSection/SubSection/IssueListing/Chart/GroupingSection'],
  within: ['Issue'],
  fields: {
    kind: 'code',
    rule: ['@ruleID', 'Category'],
    title: 'Category',
    message: 'Abstract',
    severity: ['Friority', 'Folder'],
    path: ['Primary/FilePath', 'Primary/FileName'],
    line: 'Primary/LineStart',
    snippet: flaggedLine,
    symbol: 'Primary/TargetFunction',
    tags: 'Kingdom',
    fingerprints: { fortify: '@iid' },
    told: toldState,
    ruleText: {
      name: 'Category',
      description: (told) => said(told, 'Explanation'),
      help: (told) => said(told, 'Recommendations'),
    },
  },
});

/** Two lines stand before and after the flagged one, fewer at the top of the file. */
function flaggedLine(told: Told): string | undefined {
  const line = Number(textOf('Primary/LineStart', told));
  const text = childText(childrenOf(told.value as XmlElement, 'Primary')[0], 'Snippet');
  return line >= 1 ? text?.split('\n')[Math.min(line - 1, 2)]?.trim() : undefined;
}

function toldState(told: Told): ToldState | undefined {
  const reason = textOf('Comment/Comment', told);
  for (const tag of childrenOf(told.value as XmlElement, 'Tag')) {
    const [name, value] = [childText(tag, 'Name'), childText(tag, 'Value')];
    if (name === 'Analysis' && value === 'Not an Issue') return { state: 'false-positive', reason };
    if (name === 'suppressed' && value === 'true') return { state: 'suppressed', reason };
  }
  return undefined;
}

/** A part of what the group says of its category. */
function said({ up }: Told, name: string): string | undefined {
  const parts = childrenOf(childrenOf(up?.value as XmlElement, 'MajorAttributeSummary')[0], 'MetaInfo');
  const part = parts.find((one) => childText(one, 'Name') === name);
  return childText(part, 'Value');
}
