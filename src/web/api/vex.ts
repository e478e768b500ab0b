import { z } from 'zod';
import { vexImported } from '../../contract/vex.ts';
import { ask } from './client.ts';

/** What this house says of the vulnerabilities of a repository, as a file to save. */
export const sayAsVex = async (repository: string): Promise<Blob> => {
  const document = await ask(z.looseObject({}), 'vex', { query: { repository } });
  return new Blob([`${JSON.stringify(document, null, 2)}\n`], { type: 'application/json' });
};

export const bringVex = (name: string, document: object) =>
  ask(vexImported, 'vex', { method: 'POST', query: { name }, body: document });
