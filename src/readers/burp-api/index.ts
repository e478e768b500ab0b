import { jsonMapping } from '../kit/declare/mappings.ts';
import { linksOf } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import { addressOf } from '../kit/web-address.ts';
import type { Reader } from '../reader.ts';

/** What the REST API of Burp Suite tells of a scan. */
export const reader: Reader = {
  card: {
    id: 'burp-api',
    name: 'Burp Suite REST API',
    homepage: 'https://portswigger.net/burp/documentation/desktop/settings/suite/rest-api',
    aliases: ['burp-rest-api'],
    kinds: ['web'],
    phase: 'test',
    produce: 'curl -s http://127.0.0.1:1337/v0.1/scan/1 -o burp-scan.json',
    versions: ['0.1'],
    goodAt: 'scans of Burp Suite that run without anybody at the screen',
    misses: 'what a tester finds by hand',
    noise: 'remarks on every page, such as cross-origin headers',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['task_id', 'scan_status', 'scan_metrics'],
    all: [/"(?:issue_events|crawl_requests_made)"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['issue_events[]'],
    within: ['issue'],
    fields: {
      kind: 'web',
      rule: ['type_index', 'name'],
      title: 'name',
      message: 'description',
      severity: 'severity',
      web: {
        url: (told) => addressOf(textOf('origin', told), textOf('path', told)),
        // The caption ends with what is meant: `/find [q parameter]`.
        parameter: (told) => /\[([^\]]+)\]\s*$/.exec(textOf('caption', told) ?? '')?.[1],
      },
      references: linksOf('issue_background', 'references'),
      remediation: ['remediation_detail', 'remediation_background'],
      fingerprints: { serialNumber: 'serial_number' },
      tags: (told) => {
        const confidence = textOf('confidence', told);
        return confidence && `confidence:${confidence}`;
      },
      skip: (told) =>
        textOf('^type', told) === 'issue_deleted'
          ? 'Issues that Burp Suite took back are left out.'
          : undefined,
      ruleText: { name: 'name', description: 'issue_background', help: 'remediation_background' },
    },
  }),
};
