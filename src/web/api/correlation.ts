import { correlation, type DecideCorrelation } from '../../contract/correlation.ts';
import { ask } from './client.ts';

const pathOf = (id: string) => `findings/${encodeURIComponent(id)}/correlations`;

/** Both answer with the correlation as it then stands. */
export const decideACorrelation = (id: string, body: DecideCorrelation) =>
  ask(correlation, pathOf(id), { method: 'POST', body });

export const undoACorrelation = (id: string, other: string) =>
  ask(correlation, `${pathOf(id)}/${encodeURIComponent(other)}`, { method: 'DELETE' });
