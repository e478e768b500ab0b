import { tableMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** The grade and how it was reached: a sum of what the other rows tell. */
const RATING =
  /^(?:rating_|overall_grade|final_score|grade_cap_reason|(?:protocol_support|key_exchange|cipher_strength)_score)/;

/** testssl.sh's CSV. */
export const reader: Reader = {
  card: {
    id: 'testssl',
    name: 'testssl.sh',
    homepage: 'https://testssl.sh',
    aliases: ['Testssl Scan', 'testssl.sh'],
    kinds: ['host'],
    phase: 'production',
    produce: 'testssl.sh --csvfile testssl.csv shop.example.com',
    versions: ['2.9', '3.0', '3.2'],
    goodAt: 'protocols, ciphers, certificates and headers of a server',
    misses: 'everything behind the connection',
    noise: 'rows of level INFO, which only describe',
  },
  recognise: bySigns({ form: 'text', headers: ['id', 'fqdn/ip', 'port', 'severity', 'finding'] }),
  mapping: tableMapping({
    fields: {
      kind: 'host',
      rule: 'id',
      title: (told) => `${checkOf(told)}: ${textOf('finding', told)}`,
      message: 'finding',
      severity: { of: 'severity', words: { warn: 'info', fatal: 'info', debug: 'info' } },
      cwes: 'cwe',
      vulnerabilities: ({ key }) => (typeof key === 'string' ? key : undefined),
      resource: { id: (told) => addressOf(told)[0], port: 'port', protocol: '=tcp' },
      skip: (told) => {
        if (textOf('severity', told) === 'OK') return 'Checks that passed are not findings.';
        return RATING.test(textOf('id', told) ?? '')
          ? 'The overall grade and its parts are not findings.'
          : undefined;
      },
    },
    // Each is known, exploited and accepted on its own.
    apart: cvesOf,
    // One name may stand for several addresses, which mostly tell the same.
    instance: (told) => addressOf(told)[1],
  }),
};

function cvesOf(told: Told): string[] {
  return textOf('cve', told)?.split(/\s+/) ?? [];
}

/** A check that names several CVEs says which of them this is. */
const checkOf = (told: Told): string =>
  cvesOf(told).length > 1 ? `${textOf('id', told)} (${told.key})` : (textOf('id', told) ?? '');

/** `shop.example.com/192.0.2.1`: the name, then the address; where there is no name, the address. */
function addressOf(told: Told): [string | undefined, string | undefined] {
  const [name, address] = (textOf('fqdn/ip', told) ?? '').split('/', 2);
  return [name || address || undefined, address || undefined];
}
