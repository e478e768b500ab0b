import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../../api/access.ts';

const WRITERS = ['admin', 'security', 'leader', 'manager', 'partner', 'champion'];

/** Whether the reader may set marks and take them away; the server decides in the end. */
export function useMayMark(): boolean {
  const { data: me } = useQuery(meQuery);
  return me?.roles.some((role) => WRITERS.includes(role)) ?? false;
}
