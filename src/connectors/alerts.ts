import type { TargetRef } from '../kernel/finding.ts';
import type { ConnectorContext } from './connector.ts';

/** A system that keeps findings of its own, which are pulled from it: alerts of a code host, reports of a bounty programme. */
export interface AlertSystem<Settings> {
  open(context: ConnectorContext<Settings>): Alerts;
}

/** What is pulled as one report: everything of one kind about one target. */
export interface AlertSource {
  /** `code-scanning`, `dependabot`, `reports` … */
  kind: string;
  /** The reader of its reports. */
  tool: string;
  target: TargetRef;
  /** The code host's own id of the repository; null for other targets. */
  repositoryId: string | null;
}

/** Errors as of `Tickets`. */
export interface Alerts {
  /** What there is to pull now. */
  sources(): AsyncIterable<AlertSource>;
  /**
   * The whole of a source, as a report that its reader reads; states are kept as the system states them, and no
   * closing date is made up. In pieces of bytes, so that memory stays bounded.
   * @param etag as of the last time: `unchanged` when nothing is new
   */
  read(
    source: AlertSource,
    etag: string | null,
  ): Promise<{ etag: string | null; pieces: AsyncIterable<Uint8Array> } | 'unchanged' | 'gone'>;
}
