import type { ASTNode } from '@marcbachmann/cel-js';

/** How a fact is spoken of. */
const NAMES: Readonly<Record<string, string>> = {
  'finding.kind': 'its kind',
  'finding.severity': 'its severity',
  'finding.waitsFor': 'what its fix waits for',
  'finding.phase': 'the phase in which it was found',
  'finding.score': 'its CVSS score',
  'finding.rule': 'the rule that found it',
  'finding.path': 'its path',
  'finding.priority': 'its priority',
  'service.name': 'its service',
  'service.exposure': 'the exposure of its service',
  'service.tier': 'the tier of its service',
  'service.data': 'the data of its service',
  'service.compliance': 'what its service complies with',
  'service.lifecycle': 'the lifecycle of its service',
  'owner.team': 'its owner',
  'intel.epss': 'its EPSS probability',
  'intel.epssPercentile': 'its EPSS percentile',
  'intel.exploitation': 'exploitation by SSVC',
  'intel.automatable': 'whether it can be automated',
  'intel.technicalImpact': 'its technical impact',
  'scan.tool': 'the tool',
  'scan.phase': 'the phase of the scan',
  'scan.branch': 'the branch',
  'trust.mode': 'how loud its rule may be',
};

/** Facts that are true or false, as a statement and its opposite. */
const STATEMENTS: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  'finding.verified': ['the credential works', 'the credential no longer works'],
  'finding.fixAvailable': ['a fix exists', 'there is no fix yet'],
  'finding.reachable': ['the code can be reached', 'the code cannot be reached'],
  'owner.unowned': ['nobody owns it', 'somebody owns it'],
  'intel.kev': ['it is in the catalogue of exploited ones', 'it is not in the catalogue of exploited ones'],
  'intel.ransomware': ['ransomware uses it', 'no ransomware is known to use it'],
  'intel.exploited': ['attackers use it', 'no attack is known'],
  'trust.demoted': ['its rule lost its voice', 'its rule has its voice'],
};

const COMPARED: Readonly<Record<string, string>> = {
  '==': 'is',
  '!=': 'is not',
  '<': 'is below',
  '<=': 'is at most',
  '>': 'is above',
  '>=': 'is at least',
};

/**
 * A condition for those who do not read CEL; what has no plain form stays as it is written. Pure.
 * @param text the condition itself, for parts without words
 */
export function plainWords(node: ASTNode | null, text: string): string {
  return node ? say(node, text) : text;
}

function say(node: ASTNode, text: string): string {
  switch (node.op) {
    case 'value':
      return node.args === true ? 'always' : node.args === false ? 'never' : literal(node);
    case '&&':
      return node.args.map((part) => inner(part, '||', text)).join(', and ');
    case '||':
      return node.args.map((part) => inner(part, '&&', text)).join(', or ');
    case '!_':
      return statement(node.args, false) ?? `not (${say(node.args, text)})`;
    case '.':
      return statement(node, true) ?? nameOf(node) ?? written(node, text);
    case 'in':
      return inWords(node.args[0], node.args[1]) ?? written(node, text);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compared(node.op, node.args[0], node.args[1]) ?? written(node, text);
    default:
      return written(node, text);
  }
}

/** An "or" inside of an "and" keeps its brackets, and the other way round. */
const inner = (node: ASTNode, other: '&&' | '||', text: string): string =>
  node.op === other ? `(${say(node, text)})` : say(node, text);

function compared(operator: string, a: ASTNode, b: ASTNode): string | null {
  const fact = nameOrStatement(a);
  if (fact === null || b.op !== 'value') return null;
  if (b.args === null) return operator === '==' ? `${fact} was not assessed` : `${fact} was assessed`;
  if (typeof b.args === 'boolean') return statement(a, (operator === '==') === b.args);
  const name = nameOf(a);
  return name && `${name} ${COMPARED[operator]} ${literal(b)}`;
}

function inWords(item: ASTNode, list: ASTNode): string | null {
  if (list.op === 'list' && list.args.every(({ op }) => op === 'value')) {
    const name = nameOf(item);
    return name && `${name} is ${listed(list.args.map(literal))}`;
  }
  const holder = nameOf(list);
  return holder && item.op === 'value' ? `${holder} includes ${literal(item)}` : null;
}

const listed = (words: string[]): string =>
  words.length < 2 ? (words[0] ?? 'none') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

const factOf = (node: ASTNode): string | null =>
  node.op === '.' && node.args[0].op === 'id' ? `${node.args[0].args}.${node.args[1]}` : null;

function statement(node: ASTNode, holds: boolean): string | null {
  const words = STATEMENTS[factOf(node) ?? ''];
  return words ? words[holds ? 0 : 1] : null;
}
const nameOf = (node: ASTNode): string | null => NAMES[factOf(node) ?? ''] ?? null;
const nameOrStatement = (node: ASTNode): string | null =>
  nameOf(node) ??
  (factOf(node) && STATEMENTS[factOf(node)!] ? `whether ${STATEMENTS[factOf(node)!]![0]}` : null);
const literal = ({ args }: ASTNode): string => (typeof args === 'string' ? args : String(args));
const written = (node: ASTNode, text: string): string => text.slice(node.start, node.range.end).trim();
