import { ok } from '../../kit/index.ts';
import { notFound } from '../errors.ts';
import { cursorPage, readFlag } from '../lists.ts';
import { byAge, newestFirst } from '../order.ts';
import { presentCompetency, presentFeedback, presentUpdate } from '../present/talk.ts';
import { forPeople, type LatticeEndpoint } from './endpoint.ts';

/** Feedback, weekly updates and competencies. */
export const TALK_ENDPOINTS: readonly LatticeEndpoint[] = [
  forPeople('GET', '/v1/feedbacks', 'List feedback, newest first', (view) => {
    const onlyPublic = readFlag(view.call, 'onlyPublic');
    const heard = view.rows('feedbacks').filter((one) => view.hears(one) && (one.isPublic || !onlyPublic));
    return cursorPage(view.call, newestFirst(heard), (feedback) => presentFeedback(feedback, view));
  }),
  forPeople('GET', '/v1/feedback/:id', 'Get feedback', (view) => {
    const feedback = view.find('feedbacks');
    if (!view.hears(feedback)) throw notFound(view.call);
    return ok(presentFeedback(feedback, view));
  }),
  forPeople('GET', '/v1/updates', 'List weekly updates', (view) => {
    const read = byAge(view.rows('updates')).filter((update) => view.reads(update));
    return cursorPage(view.call, read, (update) => presentUpdate(update, view));
  }),
  forPeople('GET', '/v1/update/:id', 'Get a weekly update', (view) => {
    const update = view.find('updates');
    if (!view.reads(update)) throw notFound(view.call);
    return ok(presentUpdate(update, view));
  }),
  forPeople('GET', '/v1/competency/:id', 'Get a competency', (view) =>
    ok(presentCompetency(view.find('competencies'))),
  ),
];
