import { num } from '../kit/values.ts';
import { child, childrenOf, listOf } from '../kit/xml-find.ts';
import type { XmlElement, XmlMapping } from '../reader.ts';
import { type Target, tellTarget } from './target.ts';

const PROTOCOLS = {
  sslv2: 'SSL 2.0',
  sslv3: 'SSL 3.0',
  tlsv1: 'TLS 1.0',
  tlsv1_1: 'TLS 1.1',
  tlsv1_2: 'TLS 1.2',
  tlsv1_3: 'TLS 1.3',
};

/** The XML of versions 1 and 2. */
export const xml: XmlMapping = {
  form: 'xml',
  each: ['document/results/target'],
  open(root, sink) {
    sink.tool('SSLyze', root.attributes['SSLyzeVersion']);
    return (element) => {
      const target = targetOf(element);
      if (target !== undefined) tellTarget(target, sink);
    };
  },
};

function targetOf(target: XmlElement): Target | undefined {
  const { host, ip, port } = target.attributes;
  if (!host && !ip) return undefined;
  const told = (command: string, name: string, attribute: string) =>
    child(child(target, command), name)?.attributes[attribute];
  return {
    host: host || ip || '',
    address: ip,
    port: num(port),
    heartbleed: told('heartbleed', 'openSslHeartbleed', 'isVulnerable') === 'True',
    ccsInjection: told('openssl_ccs', 'openSslCcsInjection', 'isVulnerable') === 'True',
    robot: told('robot', 'robotAttack', 'resultEnum')?.startsWith('VULNERABLE') === true,
    compression: told('compression', 'compressionMethod', 'isSupported') === 'True',
    renegotiation:
      told('reneg', 'sessionRenegotiation', 'canBeClientInitiated') === 'True' ||
      told('reneg', 'sessionRenegotiation', 'isSecure') === 'False',
    accepted: new Map(Object.entries(PROTOCOLS).map(([key, name]) => [name, suitesOf(child(target, key))])),
    certificates: problemsOf(child(child(target, 'certinfo'), 'certificateValidation')),
  };
}

const suitesOf = (protocol: XmlElement | undefined): string[] =>
  listOf(protocol, 'acceptedCipherSuites', 'cipherSuite').flatMap(
    ({ attributes }) => attributes['name'] ?? [],
  );

function problemsOf(validation: XmlElement | undefined): string[] {
  const problems = childrenOf(validation, 'pathValidation').flatMap(({ attributes }) => {
    const { validationResult = 'ok', usingTrustStore, trustStoreVersion } = attributes;
    if (validationResult === 'ok') return [];
    return [`${validationResult} for trust store ${usingTrustStore}, version ${trustStoreVersion}`];
  });
  if (child(validation, 'hostnameValidation')?.attributes['certificateMatchesServerHostname'] === 'False')
    problems.push('certificate does not match the name of the host');
  return problems;
}
