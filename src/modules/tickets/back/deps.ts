import type { ConnectionsDeps } from '../../connections/public.ts';
import type { MovingDeps } from '../../ownership/public.ts';

/** What hearing of trackers, and doing what people write there, needs. */
export interface BackDeps extends ConnectionsDeps, Omit<MovingDeps, 'db' | 'ids' | 'clock'> {}
