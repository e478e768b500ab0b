import { z } from 'zod';
import { ERROR_CODES } from '../kernel/errors.ts';
import { configSchema } from '../platform/config.ts';
import type { ReaderCard } from '../readers/reader.ts';

/** The pages of docs/ that are made from code, by path. `test/docs.test.ts` holds them to it. */
export const generatedDocs = (cards: readonly ReaderCard[]): Record<string, string> => ({
  'docs/configuration.md': configurationPage(),
  'docs/errors.md': errorsPage(),
  'docs/readers.md': readersPage(cards),
});

const made = (source: string): string =>
  `<!-- Made by \`npm run generate\` from ${source}: do not edit. -->\n`;

function configurationPage(): string {
  const rows = Object.entries(configSchema.shape).map(([name, schema]) => [
    code(name),
    allowedOf(schema),
    defaultOf(schema),
    schema.description ?? '',
  ]);
  return page(
    made('src/platform/config.ts'),
    '# Configuration',
    'Every setting is an environment variable. All are read once at the start; if any of them is wrong, the start stops and names all that are, never with a value.',
    table(['Setting', 'Allowed', 'Default', 'What it does'], rows),
  );
}

interface Described {
  type?: string;
  format?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
}

function allowedOf(schema: z.ZodType): string {
  const told = z.toJSONSchema(schema, { io: 'output' }) as Described;
  if (told.enum) return told.enum.map(code).join(', ');
  if (told.type === 'boolean') return '`true` or `false`';
  if (told.format === 'uri') return 'a URL';
  if (told.type !== 'integer') return 'text';
  const from = told.minimum ?? (told.exclusiveMinimum ?? -1) + 1;
  const to = told.maximum === undefined || told.maximum === Number.MAX_SAFE_INTEGER ? null : told.maximum;
  return to === null ? `${from} or more` : `${from} to ${to}`;
}

function defaultOf(schema: z.ZodType): string {
  const unset = schema.safeParse(undefined);
  return unset.success && unset.data !== undefined ? code(String(unset.data)) : '';
}

function errorsPage(): string {
  const rows = Object.entries(ERROR_CODES).map(([name, { status, exit, retryable, help }]) => [
    code(name),
    String(status),
    String(exit),
    retryable ? 'yes' : 'no',
    help,
  ]);
  return page(
    made('src/kernel/errors.ts'),
    '# Errors',
    'Every error has a code that stays. The API answers with `application/problem+json` and the HTTP status; the command line prints one line, `lanekeeper: CODE: what and where. What to do`, and ends with the exit code. Exit code 1 is no error: the command found what it was asked to fail on.',
    table(['Code', 'HTTP', 'Exit', 'Try again', 'What to do'], rows),
  );
}

function readersPage(cards: readonly ReaderCard[]): string {
  const rows = cards.map((card) => [`[${card.name}](#${card.id})`, code(card.id), card.kinds.join(', ')]);
  return page(
    made('the cards in src/readers'),
    '# Reports that are understood',
    'A report is recognised by its content, whatever the file is called. Only when several tools could have written it, name one with `--tool`.',
    table(['Format', '`--tool`', 'Tells of'], rows),
    ...cards.map(readerSection),
  );
}

function readerSection(card: ReaderCard): string {
  const aliases = card.aliases.filter((alias) => alias !== card.id).map(code);
  return [
    `## ${card.id}\n`,
    `${card.name}, ${card.homepage}\n`,
    `Made by \`${card.produce}\`\n`,
    `- Good at: ${card.goodAt}`,
    `- Misses: ${card.misses}`,
    `- Known noise: ${card.noise}`,
    `- Phase of discovery: ${card.phase}, unless the scan says otherwise`,
    `- Versions seen: ${card.versions.join(', ')}`,
    ...(aliases.length > 0 ? [`- \`--tool\` also takes ${aliases.join(', ')}`] : []),
  ].join('\n');
}

const code = (text: string): string => `\`${text}\``;
const page = (...parts: string[]): string => `${parts.map((part) => part.trim()).join('\n\n')}\n`;

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
