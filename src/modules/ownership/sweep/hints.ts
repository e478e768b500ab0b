import type { HookEvent } from '../../../connectors/connector.ts';
import type { HostChanged } from '../../connections/public.ts';
import { selectOneToRead } from '../../organisation/public.ts';
import { isOwnershipFile } from '../forms/ownership-file.ts';
import type { SweepDeps } from './deps.ts';
import { scheduleRead, scheduleSweep } from './jobs.ts';

/** What a hint from outside makes us do; it only says where to look. */
export type Look = 'repository' | 'list' | 'list later' | 'directory' | 'nothing';

/** @param defaultBranch of the repository the event names; null when we do not know it */
export function lookAfter(event: HookEvent, defaultBranch: string | null): Look {
  switch (event.type) {
    case 'team':
      return 'directory';
    case 'repository':
    case 'repositories':
      return 'list';
    case 'push':
      // That it was made comes as an event of its own; it may also be none of this connection's.
      if (defaultBranch === null) return 'list later';
      if (event.branch !== defaultBranch) return 'nothing';
      return event.paths === null || event.paths.some(isOwnershipFile) ? 'repository' : 'nothing';
    default:
      return 'nothing';
  }
}

/** Pushes and renames come in bursts: we look when they are over. */
const READ_AFTER_MS = 5_000;
const SWEEP_AFTER_MS = 30_000;
const SWEEP_LATER_MS = 15 * 60_000;

/** Follows a webhook's hint: reads a repository again, or the list. Team changes are told on as `directory.changed`. */
export async function followHint(deps: SweepDeps, { connectionId, event }: HostChanged): Promise<void> {
  const repository =
    event.type === 'push'
      ? await selectOneToRead(deps.db, { connectionId, hostId: event.repository.id })
      : null;
  const after = (ms: number) => new Date(deps.clock.now().getTime() + ms);
  switch (lookAfter(event, repository?.defaultBranch ?? null)) {
    case 'repository':
      return scheduleRead(deps.db, repository!.id, after(READ_AFTER_MS));
    case 'list':
      return scheduleSweep(deps.db, connectionId, { runAt: after(SWEEP_AFTER_MS), keepsTime: true });
    case 'list later':
      return scheduleSweep(deps.db, connectionId, { runAt: after(SWEEP_LATER_MS), keepsTime: true });
    case 'directory':
      return deps.db
        .transaction()
        .execute((tx) => deps.publishAll(tx, [{ type: 'directory.changed', connectionId }]));
    case 'nothing':
  }
}
