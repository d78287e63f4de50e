import { expect, it } from 'vitest';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { createToolFeedback } from './index.ts';

forEachDatabase((open) => {
  it('keeps what was said, newest first, page by page, for its project alone', async () => {
    const database = await open();
    let now = 1_700_000_000_000;
    const feedback = createToolFeedback({ database, clock: { now: () => now++ } });
    const said = { projectId: 'p1', accountId: 'a', toolNames: ['x_list_y', 'x_get_y'], apiKeyId: 'k', traceId: 't' };
    const stored = [];
    for (const text of ['one', 'two', 'three']) stored.push(await feedback.add({ ...said, feedback: text }));
    await feedback.add({ ...said, projectId: 'p2', feedback: 'theirs' });
    const page = await feedback.list('p1', { limit: 2 });
    expect(page).toEqual([stored[2], stored[1]]);
    expect(await feedback.list('p1', { limit: 2, before: page[1]!.id })).toEqual([stored[0]]);
    expect((await feedback.list('p2', { limit: 5 })).map((entry) => entry.feedback)).toEqual(['theirs']);
  });
});
