import { AppError } from '../../../kernel/errors.ts';
import type { Justification, Observation, ToldState } from '../../../kernel/observation.ts';
import { type ReportSource, readReport } from '../../../readers/kit/read-report.ts';
import { packageOf } from '../../findings/pure.ts';

/** What a VEX document says of one vulnerability in one package. */
export interface VexStatement {
  /** All names it is known by, upper case as told. */
  vulnerabilities: readonly string[];
  /** Package URL without version, or the bare name where the ecosystem is not known. */
  component: string;
  /** Null = every version. */
  version: string | null;
  says: 'not-affected' | 'fixed' | 'affected';
  /** Why it is not affected: in OpenVEX's words, and in the author's. */
  justification: Justification | null;
  reason: string;
}

export interface VexDocument {
  /** Reader that knew it: openvex, cyclonedx, csaf. */
  format: string;
  statements: VexStatement[];
}

const FORMATS: ReadonlySet<string> = new Set(['openvex', 'cyclonedx', 'csaf']);
/** People write these by hand or for a product; more is no statement but a database. */
const MOST = 10_000;

/**
 * Reads a VEX document (OpenVEX, CycloneDX, CSAF) by the readers of reports, so that both understand the same.
 * @throws AppError LK-READ-… when it cannot be read, LK-VALIDATION when it is none of the three or states nothing
 */
export async function readVex(source: ReportSource): Promise<VexDocument> {
  const statements: VexStatement[] = [];
  const output = {
    rule() {},
    diagnostic() {},
    observations(batch: readonly Observation[]) {
      for (const observation of batch) if (observation.component) statements.push(statementOf(observation));
    },
  };
  const { reader, failure } = await readReport(source, output, {
    limits: { maxObservations: MOST },
    hashSecret: () => '',
  });
  if (failure && failure.code !== 'LK-READ-UNKNOWN') throw new AppError(failure.code, failure.message);
  if (reader === null || !FORMATS.has(reader))
    throw new AppError('LK-VALIDATION', 'This is no VEX document: OpenVEX, CycloneDX and CSAF are known.');
  return { format: reader, statements };
}

function statementOf({ vulnerabilities, rule, component, told }: Observation): VexStatement {
  return {
    vulnerabilities: vulnerabilities.length > 0 ? vulnerabilities : [rule],
    component: packageOf(component!),
    version: component?.version ?? null,
    says: sayingOf(told?.state),
    justification: told?.justification ?? null,
    reason: told?.reason ?? 'Stated without a reason.',
  };
}

function sayingOf(state: ToldState['state'] | undefined): VexStatement['says'] {
  if (state === 'fixed') return 'fixed';
  return state === 'false-positive' || state === 'suppressed' ? 'not-affected' : 'affected';
}
