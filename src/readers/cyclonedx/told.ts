import type { Part } from './inventory.ts';

/** A vulnerability as either form of the document tells it. */
export interface VulnerabilityTold {
  id: string | undefined;
  source: { name?: string | undefined; url?: string | undefined };
  /** Other names of the same vulnerability. */
  aliases: string[];
  ratings: RatingTold[];
  cwes: number[];
  description: string | undefined;
  detail: string | undefined;
  recommendation: string | undefined;
  references: string[];
  analysis: AnalysisTold | undefined;
  affects: AffectsTold[];
}

export interface RatingTold {
  source?: string | undefined;
  score?: number | undefined;
  severity?: string | undefined;
  /** `CVSSv31`, `OWASP`, `other` … */
  method?: string | undefined;
  vector?: string | undefined;
}

/** The verdict on this product (VEX). */
export interface AnalysisTold {
  state: string | undefined;
  justification: string | undefined;
  responses: string[];
  detail: string | undefined;
}

export interface AffectsTold {
  /** bom-ref of the component, or a BOM-Link to one in another document. */
  ref: string;
  /** The component itself, where the vulnerability is written inside it. */
  part?: Part;
  /** Single versions told as affected. */
  versions: string[];
  /** Single versions told as unaffected. */
  fixed: string[];
}
