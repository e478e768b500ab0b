import { bySigns } from '../kit/declare/recognise.ts';
import { listOf } from '../kit/xml-find.ts';
import type { Reader, XmlMapping } from '../reader.ts';
import { addressOf, tellPort } from './port.ts';
import { tellScript } from './script.ts';

const mapping: XmlMapping = {
  form: 'xml',
  each: ['nmaprun/host'],
  open(root, sink) {
    sink.tool('Nmap', root.attributes['version']);
    return (host) => {
      const at = addressOf(host);
      if (at === undefined) return;
      for (const port of listOf(host, 'ports', 'port')) tellPort(port, at, sink);
      for (const script of listOf(host, 'hostscript', 'script'))
        tellScript(script, { id: at.id, host: at.host }, sink);
    };
  },
};

export const reader: Reader = {
  card: {
    id: 'nmap',
    name: 'Nmap',
    homepage: 'https://nmap.org',
    aliases: ['Nmap Scan'],
    kinds: ['host'],
    phase: 'production',
    produce: 'nmap -sV --script vulners -oX nmap.xml shop.example.com',
    versions: ['7'],
    goodAt: 'open ports and what answers there; known vulnerabilities by version with a script',
    misses: 'packages that distributions mend without a new version',
    noise: 'ports that are meant to be open; vulnerabilities guessed from a version',
  },
  recognise: bySigns({ form: 'xml', root: 'nmaprun', all: [/\bscanner="nmap"/] }),
  mapping,
};
