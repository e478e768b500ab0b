import { isJustification, type Justification, type ToldState } from '../../kernel/observation.ts';
import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage, nameInPurl, packageKind } from '../kit/declare/packages.ts';
import { named, paragraphs } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const PRODUCT = ['identifiers.purl', '@id', '.'];

const purlOf = (told: Told): string | undefined =>
  PRODUCT.map((name) => textOf(name, told)).find((text) => text?.startsWith('pkg:'));

const nameOf = (told: Told): string | undefined => textOf(PRODUCT, told);

/** OpenVEX: for each vulnerability and product whether it is affected, and why not. https://github.com/openvex/spec */
export const reader: Reader = {
  card: {
    id: 'openvex',
    name: 'OpenVEX',
    homepage: 'https://openvex.dev',
    aliases: ['vex'],
    kinds: ['dependency', 'container'],
    phase: 'build',
    produce:
      'vexctl create --product=$PURL --vuln=$CVE --status=not_affected --justification=$WHY > vex.json',
    versions: ['0.0.1', '0.2.0'],
    goodAt: 'what does not affect a product, with the reason',
    misses: 'how bad it is: nothing is rated',
    noise: 'none, since people wrote it',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['@context'],
    all: [/"@context"\s*:\s*"https:\/\/openvex\.dev\/ns/],
  }),
  mapping: jsonMapping({
    each: ['statements[]'],
    within: ['products[]'],
    fields: {
      kind: packageKind(PRODUCT, 'dependency'),
      rule: ['^vulnerability.name', '^vulnerability.@id', '^vulnerability'],
      title: inPackage(['^vulnerability.name', '^vulnerability'], nameInPurl(purlOf)),
      message: paragraphs(
        '^vulnerability.description',
        named('Status', '^status'),
        named('Justification', '^justification'),
        '^impact_statement',
        '^status_notes',
        named('Said by', ['^supplier', '/author']),
      ),
      severity: { of: () => undefined, unrated: 'medium' },
      vulnerabilities: allOf(['^vulnerability.name', '^vulnerability'], '^vulnerability.aliases[]'),
      package: { name: nameOf, purl: purlOf },
      references: '^vulnerability.@id',
      remediation: '^action_statement',
      tags: '^status',
      fingerprints: { product: PRODUCT },
      told: state,
      touch: (observation) => {
        if (observation.told !== undefined) observation.severity = 'info';
      },
      ruleText: { description: '^vulnerability.description' },
    },
  }),
};

/** The reasons a status `not_affected` may have, in words. */
const REASONS: Readonly<Record<Justification, string>> = {
  component_not_present: 'The component is not present.',
  vulnerable_code_not_present: 'The vulnerable code is not present.',
  vulnerable_code_not_in_execute_path: 'The vulnerable code is never run.',
  vulnerable_code_cannot_be_controlled_by_adversary: 'An attacker cannot reach the vulnerable code.',
  inline_mitigations_already_exist: 'Protection against it is built in.',
};

function state(told: Told): ToldState | undefined {
  const status = textOf('^status', told);
  if (status === 'fixed') return { state: 'fixed' };
  if (status !== 'not_affected') return undefined;
  const justification = textOf('^justification', told);
  const known = isJustification(justification);
  const words = known ? REASONS[justification] : justification;
  const reason = [words, textOf('^impact_statement', told)].filter(Boolean).join(' ');
  return { state: 'false-positive', reason: reason || 'Not affected', ...(known && { justification }) };
}
