import type { Sink } from '../reader.ts';
import type { CollectingSink } from './sink.ts';

/** What a walker needs of the sink: it hands results on between pieces, when the sink says it is full. */
export type WalkSink = Pick<CollectingSink, keyof Sink | 'full' | 'drain'>;
