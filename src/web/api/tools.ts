import { queryOptions } from '@tanstack/react-query';
import { toolList, toolPage } from '../../contract/tools.ts';
import { ask } from './client.ts';

export const toolsQuery = queryOptions({
  queryKey: ['tools'],
  queryFn: ({ signal }) => ask(toolList, 'tools', { signal }),
});

export const toolQuery = (tool: string) =>
  queryOptions({
    queryKey: ['tools', tool],
    queryFn: ({ signal }) => ask(toolPage, `tools/${encodeURIComponent(tool)}`, { signal }),
  });
