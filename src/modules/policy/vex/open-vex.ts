/** One finding of a package as a VEX document speaks of it. */
export interface StatedFinding {
  /** Its leading name, and the others it is known by. */
  vulnerability: string;
  aliases: readonly string[];
  /** Where it is: an IRI that names the product. */
  product: string;
  /** Package URL without version where the ecosystem is known, else the bare name. */
  component: string;
  version: string | null;
  state: 'open' | 'fixed' | 'excepted';
  /** When that became so, ISO 8601. */
  since: string;
  /** The version that removes it. */
  fixedIn: string | null;
  exception: StatedException | null;
}

export interface StatedException {
  kind: 'false-positive' | 'accepted-risk' | 'mitigated';
  /** Asked for and not decided yet. */
  asked: boolean;
  /** One of OpenVEX's words. */
  justification: string | null;
  reason: string;
  /** `2027-01-31`; null = without end. */
  until: string | null;
}

type Status = 'not_affected' | 'affected' | 'fixed' | 'under_investigation';

interface Saying {
  status: Status;
  justification?: string;
  impact_statement?: string;
  action_statement?: string;
}

/** OpenVEX 0.2.0, https://github.com/openvex/spec */
export interface OpenVex {
  '@context': string;
  '@id': string;
  author: string;
  timestamp: string;
  version: 1;
  tooling: string;
  statements: VexStatement[];
}

interface VexStatement extends Saying {
  vulnerability: { name: string; aliases?: string[] };
  timestamp: string;
  products: { '@id': string; subcomponents: Subcomponent[] }[];
}

type Subcomponent = { identifiers: { purl: string } } | { '@id': string };

/**
 * What this house says of vulnerabilities in its products: open ones affect them, granted exceptions say why not, scans
 * prove what is fixed. What is the same for several products is one statement. Pure.
 * @param head `id`: an IRI of the document; `at`: ISO 8601
 */
export function openVexOf(
  findings: readonly StatedFinding[],
  head: { id: string; author: string; at: string },
): OpenVex {
  const statements = new Map<string, VexStatement>();
  for (const finding of findings) {
    const saying = sayingOf(finding);
    const key = JSON.stringify([finding.vulnerability, saying]);
    let statement = statements.get(key);
    if (!statement) {
      statement = { vulnerability: namesOf(finding), timestamp: finding.since, products: [], ...saying };
      statements.set(key, statement);
    }
    if (finding.since > statement.timestamp) statement.timestamp = finding.since;
    addProduct(statement, finding);
  }
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': head.id,
    author: head.author,
    timestamp: head.at,
    version: 1,
    tooling: 'Lanekeeper',
    statements: [...statements.values()],
  };
}

function namesOf({ vulnerability, aliases }: StatedFinding): VexStatement['vulnerability'] {
  const others = [...new Set(aliases)].filter((name) => name !== vulnerability);
  return { name: vulnerability, ...(others.length > 0 && { aliases: others }) };
}

function sayingOf({ state, exception, fixedIn }: StatedFinding): Saying {
  if (state === 'fixed') return { status: 'fixed' };
  if (exception?.asked) return { status: 'under_investigation' };
  if (exception && state === 'excepted') return excused(exception);
  const action = fixedIn ? `Upgrade to ${fixedIn}.` : 'No version that fixes it is known yet.';
  return { status: 'affected', action_statement: action };
}

function excused({ kind, justification, reason, until }: StatedException): Saying {
  const end = until ? ` until ${until}` : '';
  if (kind === 'accepted-risk')
    return { status: 'affected', action_statement: `The risk is accepted${end}: ${reason}` };
  return {
    status: 'not_affected',
    ...(justification !== null && { justification }),
    impact_statement: reason,
  };
}

function addProduct(statement: VexStatement, { product, component, version }: StatedFinding): void {
  let known = statement.products.find((one) => one['@id'] === product);
  if (!known) {
    known = { '@id': product, subcomponents: [] };
    statement.products.push(known);
  }
  const subcomponent = subcomponentOf(component, version);
  const text = JSON.stringify(subcomponent);
  if (!known.subcomponents.some((one) => JSON.stringify(one) === text))
    known.subcomponents.push(subcomponent);
}

function subcomponentOf(component: string, version: string | null): Subcomponent {
  const at = version === null ? '' : `@${encodeURIComponent(version)}`;
  if (component.startsWith('pkg:')) return { identifiers: { purl: `${component}${at}` } };
  return { '@id': `urn:lanekeeper:package:${encodeURIComponent(component)}${at}` };
}

/** The IRI of a target: a repository's address where it has one, else a name of ours. */
export const productOf = ({ kind, key, url }: { kind: string; key: string; url: string | null }): string =>
  url && /^https:\/\/[!-~]+$/.test(url) ? url : `urn:lanekeeper:${kind}:${encodeURIComponent(key)}`;
