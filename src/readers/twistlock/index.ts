import { jsonMapping, tableMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';
import { compliance, vulnerability } from './image.ts';
import { complianceRow, vulnerabilityRow } from './row.ts';

/** Prisma Cloud Compute, once Twistlock: JSON of its command line, CSV of its console. */
export const reader: Reader = {
  card: {
    id: 'twistlock',
    name: 'Prisma Cloud Compute (Twistlock)',
    homepage: 'https://www.paloaltonetworks.com/prisma/cloud',
    aliases: ['twistcli', 'prisma_cloud_compute', 'twistlock_image'],
    kinds: ['container', 'dependency', 'config'],
    phase: 'build',
    produce: 'twistcli images scan --details --output-file twistlock.json IMAGE',
    versions: ['20.x', '30.x', 'CSV of the console'],
    goodAt: 'packages of images and how they are set up, rated by the vendor',
    misses: 'code of one’s own',
    noise: 'weaknesses without a fix in the base image',
  },
  recognise: bySigns(
    {
      form: 'json-object',
      keys: ['results'],
      all: [/"(?:compliance|vulnerability)Distribution"/, /"(?:distro|vulnerabilities)"/],
    },
    {
      form: 'text',
      headers: ['Registry', 'Repository', 'CVE ID', 'Compliance ID', 'Fix Status', 'Risk Factors'],
    },
  ),
  mapping: [
    jsonMapping({
      each: ['results[]'],
      within: ['vulnerabilities[]|compliances[]'],
      fields: (told) => (textOf('packageName', told) === undefined ? compliance : vulnerability),
    }),
    tableMapping({
      fields: (told) => (textOf('CVE ID', told) === undefined ? complianceRow : vulnerabilityRow),
    }),
  ],
};
