import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { fvdl } from './fvdl.ts';
import { report } from './report.ts';

/** Fortify: the XML of its report generator, and its project archive (.fpr) or the results inside (audit.fvdl). */
export const reader: Reader = {
  card: {
    id: 'fortify',
    name: 'Fortify SCA',
    homepage: 'https://www.opentext.com/products/fortify-static-code-analyzer',
    aliases: ['fortify_sca', 'fpr'],
    kinds: ['code'],
    phase: 'build',
    produce: 'sourceanalyzer -b BUILD -scan -f fortify.fpr',
    versions: ['17', '19', '22', '23', '24'],
    goodAt: 'flows of data from input to where it does harm, in many languages',
    misses: 'the whole list of issues, where a report stops at a limit; the archive has it',
    noise: 'matters of quality and of style',
  },
  recognise: bySigns(
    { form: 'xml', root: 'FVDL' },
    { form: 'xml', root: 'FPR', all: [/<FVDL[\s>]/] },
    { form: 'xml', root: 'ReportDefinition', all: [/<ReportSection[\s>]/, /fortify/i] },
  ),
  mapping: {
    form: 'xml',
    each: [...report.each, ...fvdl.each],
    open: (root, sink, context) =>
      (root.name === 'ReportDefinition' ? report : fvdl).open(root, sink, context),
  },
};
