import { wholeList } from '../lists.ts';
import type { Competency, Feedback, Update } from '../model/talk.ts';
import type { View } from '../view.ts';
import { head, ref } from './refs.ts';

export const presentFeedback = (feedback: Feedback, view: View): object => ({
  ...head('feedback', feedback.id, view),
  author: ref('user', feedback.authorId, view),
  targets: wholeList(feedback.targetIds.map((id) => ref('user', id, view))),
  body: feedback.body,
  associatedValues: wholeList(
    feedback.valueIds.map((id) => ({ id, object: 'companyValue', name: view.get('companyValues', id)?.name })),
  ),
  feedbackRequest: ref('feedbackRequest', feedback.feedbackRequestId, view),
  competency: ref('competency', feedback.competencyId, view),
  visibility: feedback.visibility,
  isPublic: feedback.isPublic,
  createdAt: feedback.createdAt,
});

export const presentCompetency = ({ id, name, description }: Competency): object => ({
  id,
  object: 'competency',
  name,
  description,
});

export function presentUpdate(update: Update, view: View): object {
  const { id, authorId, managerId, responses, sentiment, isPublic, publishedAt, reviewedAt, createdAt } = update;
  return {
    ...head('update', id, view),
    author: ref('user', authorId, view),
    manager: ref('user', managerId, view),
    responses: wholeList(
      responses.map(({ id: response, question, answer }) => ({
        id: response,
        object: 'updateResponse',
        question,
        answer,
      })),
    ),
    sentiment: sentiment && { id: sentiment.id, object: 'sentimentResponse', rating: sentiment.rating },
    isPublic,
    publishedAt,
    reviewedAt,
    createdAt,
  };
}
