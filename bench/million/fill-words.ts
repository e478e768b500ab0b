import { type Kysely, sql } from 'kysely';
import { TAGS } from '../../src/modules/findings/explore/tags.ts';
import { WORDS } from '../../src/modules/findings/explore/words.ts';
import type { DB } from '../../src/modules/schema.gen.ts';

/** Words and tags of all findings at once, as the product keeps them: while their indexes are away. */
export async function fillWords(db: Kysely<DB>): Promise<void> {
  await sql`truncate finding_text_wanted`.execute(db);
  await sql`insert into finding_text (finding_id, text)
    select f.id, ${WORDS} from finding f join stream s on s.id = f.stream_id`.execute(db);
  await sql`insert into finding_facet (finding_id, tags)
    select f.id, ${TAGS} from finding f join stream s on s.id = f.stream_id`.execute(db);
}
