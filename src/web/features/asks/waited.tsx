import { t } from '../../texts/t.ts';
import { exactTime } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';
import { waitedWords } from './ask-words.ts';

export function Waited({ since }: { since: string }) {
  const now = useNow();
  return (
    <time dateTime={since} title={t('Since {since}', { since: exactTime(since) })}>
      {waitedWords(since, now)}
    </time>
  );
}
