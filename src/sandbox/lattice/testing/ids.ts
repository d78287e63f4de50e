import type { Client } from './company.ts';

/** An id of each kind of record, found by following the lists. */
export type Ids = Readonly<Record<string, string>>;

/** Finds an id of each kind, and things with enough below them to be paged. */
export async function readIds(admin: Client): Promise<Ids> {
  const first = async (path: string) => (await admin.get(path)).json.data[0];
  const { id: user } = (await admin.get('/v1/me')).json;
  const cycles = (await admin.get('/v1/reviewCycles')).json.data;
  const cycle = cycles.find(({ stage }: { stage: string }) => stage === 'Ended').id;
  const [reviewee] = (await admin.get(`/v1/reviewCycle/${cycle}/reviewees?limit=100`)).json.data.slice(40);
  const line = await first(`/v1/reviewCycle/${cycle}/reviews`);
  const attribute = await first(`/v1/user/${user}/customAttributes`);
  const goal = (await admin.get('/v1/goals?state=ended')).json.data[0].id;
  const feedback = await admin.all('/v1/feedbacks');
  return {
    user,
    cycle,
    goal,
    reviewee: reviewee.id,
    department: (await first('/v1/departments')).id,
    feedback: (await first('/v1/feedbacks')).id,
    reviewCycle: cycle,
    question: line.question.id,
    questionRevision: line.questionRevision.id,
    competency: feedback.find(({ competency }) => competency !== null).competency.id,
    tag: (await first('/v1/tags')).id,
    task: (await first(`/v1/user/${user}/tasks`)).id,
    update: (await first('/v1/updates')).id,
    customAttribute: attribute.attribute.id,
    customAttributeValue: attribute.id,
  };
}

/** A path with ids in the place of its parameters. */
export const withIds = (path: string, ids: Ids): string => path.replaceAll(/:(\w+)/g, (_all, name) => ids[name] ?? '');
