import { z } from 'zod';
import { aboutFile } from './about-file.ts';

/** Where editors find the schema; a released version never changes its meaning. */
export const ABOUT_SCHEMA_PATH = '/schemas/about.v1.json';

/**
 * JSON Schema of about.yaml v1, made of the schema that reads it, so that the two cannot differ. Draft 7: the
 * YAML language server of the common editors speaks it best.
 */
export function aboutSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(aboutFile, { target: 'draft-7', io: 'input' });
  return { $schema, title: 'about.yaml, version 1', ...schema };
}
