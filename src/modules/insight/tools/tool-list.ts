import type { Kysely } from 'kysely';
import { formulasOf } from '../../../contract/insights/shared.ts';
import type { ToolList } from '../../../contract/tools.ts';
import type { DB } from '../../schema.gen.ts';
import type { Table } from '../asking/send.ts';
import { plural } from '../asking/shares.ts';
import { countVerdicts } from './late-findings.ts';
import { toolNumbers } from './tool-numbers.ts';

export async function toolList(db: Kysely<DB>, now: Date): Promise<ToolList> {
  const { tools, late } = await toolNumbers(db, now);
  const verdicts = countVerdicts(late);
  return {
    sentence: sentenceOf(tools.length, verdicts),
    items: tools,
    late: verdicts,
    formulas: formulasOf('toolFound', 'toolFixed', 'useful', 'missed'),
  };
}

function sentenceOf(tools: number, { found, missed }: ToolList['late']): string {
  if (tools === 0) return 'No tool has sent a report yet.';
  const many = `${plural(tools, 'tool')} ${tools === 1 ? 'looks' : 'look'} for weaknesses here.`;
  if (found === 0) return many;
  return `${many} People found ${found.toLocaleString('en')} more by tests, bounty and incidents; tools should have caught ${missed.toLocaleString('en')} of them.`;
}

export const toolsTable = ({ items }: ToolList): Table => ({
  header: [
    ...['tool', 'name', 'kinds', 'repositories', 'last_at', 'found', 'fixed', 'open'],
    ...['useful', 'labels', 'useful_share', 'low', 'high', 'missed'],
  ],
  rows: items.map(({ tool, name, kinds, repositories, lastAt, found, fixed, open, useful, missed }) => [
    ...[tool, name, kinds.join(' '), repositories, lastAt, found, fixed, open],
    ...[useful.n, useful.of, useful.share, useful.low, useful.high, missed],
  ]),
});
