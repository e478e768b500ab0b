import { globSync, readFileSync } from 'node:fs';
import { parseSync } from 'vite';

/** A node of the syntax tree; only what is looked at. */
interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** The page's English as its code has it. */
export interface Texts {
  /** Each message once, in order. */
  messages: string[];
  /** Words that are shown and no message: where, and which. */
  untold: string[];
}

/** Attributes and properties that people read. */
const SHOWN =
  /^(label|title|placeholder|description|alt|heading|header|lead|note|name|aria-label|narrowLabel)$/;
/** What is code, though it holds words. */
const CODE = /^(className|classNames|rel|autoComplete|style|styles|sizes|type|role|variant|key|to|href|d)$/;
const LETTERS = /[A-Za-z]{2,}/;
/** A sentence or the beginning of one. */
const SENTENCE = /^[A-Z“][a-z’]+([ .,:?!…]|$)|[a-z]{2,}[,:;]? [a-z]{2,}/;
/** The name of the product, and samples of what a machine is told. */
const NAMES = /^(Lanekeeper|GitHub Actions|GitLab|CVE-.*|CWE|.*\bvar\(.*)$/;

/** What the page says, and what the contract names that the page says as words. */
export function readTexts(): Texts {
  const code = (pattern: string) => globSync(pattern).filter((file) => !/\.test\.|web\/texts\//.test(file));
  const texts = textsOf(code('src/web/**/*.{ts,tsx}').sort());
  const named = code('src/{kernel,contract}/**/*.ts').flatMap(namesOf);
  return { ...texts, messages: [...new Set([...texts.messages, ...named])].sort() };
}

/** Reads the messages of files, and what stands beside them. */
function textsOf(files: readonly string[]): Texts {
  const messages = new Set<string>();
  const untold: string[] = [];
  for (const file of files) {
    const source = readFileSync(file, 'utf8');
    const look = (node: Node, parents: readonly Node[]): void => {
      const told = messagesOf(node);
      for (const message of told) messages.add(message);
      const words = told.length > 0 ? null : untoldWords(node, parents);
      if (words) untold.push(`${file}:${source.slice(0, node.start).split('\n').length}: ${words}`);
      for (const child of childrenOf(node)) look(child, [...parents, node]);
    };
    look(parseSync(file, source).program as unknown as Node, []);
  }
  return { messages: [...messages].sort(), untold };
}

/** What `t(…)` and `<Say text=…>` say. */
function messagesOf(node: Node): string[] {
  if (node.type === 'CallExpression' && nameOf(node['callee']) === 't') return literalsOf(argument(node));
  if (node.type !== 'JSXOpeningElement' || nameOf(node['name']) !== 'Say') return [];
  const text = (node['attributes'] as Node[]).find((one) => nameOf(one['name']) === 'text');
  return text ? literalsOf(text['value'] as Node) : [];
}

/** Choices that are named in capitals, `KINDS = ['bug-bounty', …]`, as the page says them: "bug bounty". */
function namesOf(file: string): string[] {
  const found: string[] = [];
  const look = (node: Node): void => {
    if (node.type === 'VariableDeclarator' && /^[A-Z_]+$/.test(nameOf(node['id'])))
      found.push(...choicesOf(node['init'] as Node));
    childrenOf(node).forEach(look);
  };
  look(parseSync(file, readFileSync(file, 'utf8')).program as unknown as Node);
  return found.map((name) => name.replaceAll(/[-_]/g, ' '));
}

function choicesOf(node: Node | null): string[] {
  if (node?.type === 'TSAsExpression') return choicesOf(node['expression'] as Node);
  if (node?.type !== 'ArrayExpression') return [];
  return (node['elements'] as Node[]).flatMap(literalsOf).filter((name) => /^[a-z][a-z-]+$/.test(name));
}

/** A literal, or those that a condition chooses from. */
function literalsOf(node: Node | undefined): string[] {
  switch (node?.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : [];
    case 'ConditionalExpression':
      return [...literalsOf(node['consequent'] as Node), ...literalsOf(node['alternate'] as Node)];
    case 'JSXExpressionContainer':
      return literalsOf(node['expression'] as Node);
    default:
      return [];
  }
}

/** Words that people read and that are in no message. */
function untoldWords(node: Node, parents: readonly Node[]): string | null {
  const value = node['value'];
  if (typeof value !== 'string' || !LETTERS.test(value) || NAMES.test(value.trim())) return null;
  if (node.type === 'JSXText') return isIn(parents, 'JSXElement', /^(code|pre|kbd)$/) ? null : value.trim();
  if (node.type !== 'Literal' || isSaid(node, parents)) return null;
  const parent = parents.at(-1)!;
  const name = nameOf(parent[parent.type === 'JSXAttribute' ? 'name' : 'key']);
  if (!/^(JSXAttribute|Property)$/.test(parent.type) || parent['value'] !== node) return null;
  if (CODE.test(name)) return null;
  return (SHOWN.test(name) && /^[A-Z]/.test(value)) || SENTENCE.test(value) ? value : null;
}

const isSaid = (node: Node, parents: readonly Node[]): boolean => {
  const call = parents.findLast(({ type }) => type === 'CallExpression' || type === 'JSXOpeningElement');
  return call !== undefined && messagesOf(call).includes(String(node['value']));
};

const isIn = (parents: readonly Node[], type: string, name: RegExp): boolean =>
  parents.some((one) => one.type === type && name.test(nameOf((one['openingElement'] as Node)?.['name'])));

const argument = (call: Node): Node | undefined => (call['arguments'] as Node[])[0];

const nameOf = (node: unknown): string => {
  const { name, value } = (node ?? {}) as { name?: unknown; value?: unknown };
  return typeof name === 'string' ? name : typeof value === 'string' ? value : '';
};

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const childrenOf = (node: Node): Node[] =>
  Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );

/** The catalogue as it is kept: what translators begin from. */
export const catalogueOf = ({ messages }: Texts): string =>
  `${JSON.stringify(Object.fromEntries(messages.map((message) => [message, message])), null, 2)}\n`;
