import type { Severity } from '../../../kernel/severity.ts';
import { type Facts, isExploited } from '../deciding/facts.ts';

/** An answer, and where nobody has assessed it, what it counts as. */
interface Judged<Value> {
  held: Value;
  assumed: string | null;
}

/**
 * Potential adverse impact (N1-N5) is what exploitation would do, not how likely it is. FedRAMP leaves the estimate to
 * the provider. Ours: the severity says how bad it is, and who takes over a system completely can harm every
 * agency on it; what gives only part of it is one step milder where that matters. Not assessed counts as total.
 */
const PAIN: Record<Severity, { total: 1 | 2 | 3 | 4 | 5; partial: 1 | 2 | 3 | 4 | 5 }> = {
  critical: { total: 5, partial: 4 },
  high: { total: 4, partial: 3 },
  medium: { total: 3, partial: 3 },
  low: { total: 2, partial: 2 },
  info: { total: 1, partial: 1 },
};

export function painOf({ finding, intel }: Facts): Judged<1 | 2 | 3 | 4 | 5> {
  const { total, partial } = PAIN[finding.severity];
  if (intel.technicalImpact === 'partial') return { held: partial, assumed: null };
  const unknown = intel.technicalImpact !== 'total' && total !== partial;
  return {
    held: total,
    assumed: unknown ? 'its technical impact is not assessed, so it counts as total' : null,
  };
}

/** Whether what comes from the internet may trigger it: as about.yaml states for the service. */
export function isReachable({ service }: Facts): Judged<boolean> {
  if (service.exposure === null)
    return { held: true, assumed: 'its exposure is not stated, so it counts as internet-reachable' };
  return { held: service.exposure === 'internet', assumed: null };
}

/**
 * Likely exploitable, by the first that is known: exploited, or shown to work; code that cannot be reached, or a
 * credential that was refused; a public exploit, or one that can be automated; assessed as neither. EPSS is not
 * asked: it says how probable an attack is anywhere, not whether it would work here. Not assessed counts as likely.
 */
export function isLikelyExploitable({ finding, intel }: Facts): Judged<boolean> {
  const { exploitation, automatable } = intel;
  const shown = finding.kind === 'web' || finding.kind === 'manual' || finding.verified === true;
  if (isExploited(intel) || shown) return { held: true, assumed: null };
  if (finding.reachable === false || finding.verified === false) return { held: false, assumed: null };
  if (automatable === 'yes' || (exploitation !== null && exploitation !== 'none'))
    return { held: true, assumed: null };
  if (exploitation === 'none' && automatable === 'no') return { held: false, assumed: null };
  return { held: true, assumed: 'not assessed how it can be exploited, so it counts as likely' };
}
