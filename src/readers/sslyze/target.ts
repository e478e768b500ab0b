import type { Observation } from '../../kernel/observation.ts';
import type { Sink } from '../reader.ts';
import { KNOWN, type Weakness } from './known.ts';
import { weakSuites } from './suites.ts';

/** What either form of the report tells of one server. */
export interface Target {
  host: string;
  address: string | undefined;
  port: number | undefined;
  heartbleed: boolean;
  ccsInjection: boolean;
  robot: boolean;
  compression: boolean;
  /** Clients may start a renegotiation, or it is not secure. */
  renegotiation: boolean;
  /** Accepted suites by protocol (`TLS 1.2`); none where the server refuses the protocol. */
  accepted: ReadonlyMap<string, readonly string[]>;
  /** In words, for what is wrong with the certificates. */
  certificates: readonly string[];
}

const GUIDE =
  'https://www.bsi.bund.de/SharedDocs/Downloads/EN/BSI/Publications/TechGuidelines/TG02102/BSI-TR-02102-2.pdf?__blob=publicationFile&v=10';
const OLD = new Set(['SSL 2.0', 'SSL 3.0', 'TLS 1.0', 'TLS 1.1']);

/**
 * SSLyze tells facts and does not rate: what of them is a weakness is said here, all of them medium. How urgent one
 * with a CVE is follows from what is known of its use.
 */
export function tellTarget(target: Target, sink: Sink): void {
  for (const weakness of weaknessesOf(target)) {
    const { rule, title, reference } = weakness;
    sink.rule({ id: rule, name: title, url: reference, cwes: weakness.cwes });
    sink.observation(observe(weakness, target));
  }
}

const observe = (weakness: Weakness, { host, address, port }: Target): Observation => ({
  kind: 'host',
  rule: weakness.rule,
  title: weakness.title,
  message: address === undefined ? weakness.message : `${weakness.message}\n\nAddress: ${address}`,
  severity: 'medium',
  cwes: weakness.cwes,
  vulnerabilities: weakness.vulnerabilities ?? [],
  place: {},
  resource: { id: host, port, protocol: 'tcp' },
  references: [weakness.reference],
});

function weaknessesOf(target: Target): Weakness[] {
  const known = KNOWN.flatMap(({ of, weakness }) => (target[of] ? [weakness] : []));
  const protocols = [...target.accepted].flatMap(([protocol, suites]) => protocolWeakness(protocol, suites));
  return [...known, ...protocols, ...certificateWeakness(target.certificates)];
}

function protocolWeakness(protocol: string, suites: readonly string[]): Weakness[] {
  if (suites.length === 0) return [];
  const common = { reference: GUIDE } as const;
  const slug = protocol.toLowerCase().replace(/[ .]/g, '-');
  if (OLD.has(protocol)) {
    const message = `Accepts ${protocol} connections.`;
    return [{ ...common, rule: slug, title: `${protocol} not recommended`, message, cwes: [326] }];
  }
  const weak = weakSuites(suites);
  if (weak.length === 0) return [];
  const message = `Accepts unrecommended cipher suites for ${protocol}:\n\n${listed(weak)}`;
  const title = `Unrecommended cipher suites for ${protocol}`;
  return [{ ...common, rule: `${slug}-cipher-suites`, title, message, cwes: [327] }];
}

function certificateWeakness(problems: readonly string[]): Weakness[] {
  if (problems.length === 0) return [];
  return [
    {
      rule: 'certificate-deployments',
      title: 'Problems in certificate deployments',
      message: listed(problems),
      cwes: [295],
      reference: 'https://cwe.mitre.org/data/definitions/295.html',
    },
  ];
}

const listed = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
