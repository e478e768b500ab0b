import { BOD_26_04 } from './bod-26-04.ts';
import { FEDRAMP_VDR } from './fedramp-vdr.ts';
import { PCI_DSS } from './pci-dss.ts';
import type { PublishedRegime } from './regime.ts';

/** The published tables that a policy may name. */
export const REGIMES: readonly PublishedRegime[] = [BOD_26_04, FEDRAMP_VDR, PCI_DSS];

export const publishedRegime = (id: string): PublishedRegime | null =>
  REGIMES.find((regime) => regime.id === id) ?? null;
