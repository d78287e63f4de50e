const USER =
  'id object url name preferredName email title status isAdmin manager department directReports tasks customAttributes startDate birthDate timezone gender externalUserId jobFunction jobLevel jobType createdAt updatedAt';
const GOAL =
  'id object url name description state status goalType okrType priority amountType startingAmount endingAmount currentAmount isPrivate startDate dueDate lastUpdatedAt publishedAt completedAt archivedAt createdAt updatedAt department parentGoal owners childGoals tags';
const GOAL_UPDATE = 'id object url goal author comment currentAmount status createdAt';
const FEEDBACK =
  'id object url author targets body associatedValues feedbackRequest competency visibility isPublic createdAt';
const CYCLE =
  'id object url name stage creator reviewees reviews calibrationEnabled weightedScoresEnabled autocalculatedWeightedScoresEnabled peerSelectionStartedAt reviewsStartedAt reviewsEndedAt calibrationEndedAt weightedScoresEndedAt createdAt updatedAt';
const REVIEWEE =
  'id object url externalUserId reviewCycle user reviews revieweeFacingPDFUrl managerFacingPDFUrl closedAt esignatureGivenAt responsesReleasedAt weightedScore createdAt updatedAt';
const REVIEW =
  'id object url reviewee reviewer question questionRevision competency goal reviewType response calibratedResponse submittedAt declinedAt calibrationEnded parentReviewId isMostRecentDownwardReview';
const QUESTION = 'id object url body description hasFreeFormText ratingScale choices';
const UPDATE = 'id object url author manager responses sentiment isPublic publishedAt reviewedAt createdAt';
const TASK = 'id object url name description dueDate completedAt createdAt updatedAt';
const TAG = 'id object url name createdAt updatedAt';
const DEPARTMENT = 'id object url name description createdAt';

/** Lists by path: members of their records. `:user`, `:goal`, `:cycle` and `:reviewee` stand for ids. */
export const LISTS: Readonly<Record<string, string>> = {
  '/v1/users': USER,
  '/v1/user/:user/directReports': USER,
  '/v1/user/:user/goals': GOAL,
  '/v1/user/:user/tasks': TASK,
  '/v1/user/:user/customAttributes': 'id object attribute value',
  '/v1/departments': DEPARTMENT,
  '/v1/goals': GOAL,
  '/v1/goals/updates': GOAL_UPDATE,
  '/v1/goalUpdates': GOAL_UPDATE,
  '/v1/goals/:goal/updates': GOAL_UPDATE,
  '/v1/goal/:goal/updates': GOAL_UPDATE,
  '/v1/feedbacks': FEEDBACK,
  '/v1/reviewCycles': CYCLE,
  '/v1/reviewCycle/:cycle/reviewees': REVIEWEE,
  '/v1/reviewCycle/:cycle/reviews': REVIEW,
  '/v1/reviewee/:reviewee/reviews': REVIEW,
  '/v1/tags': TAG,
  '/v1/updates': UPDATE,
};

/** Kinds of records that are read one by one: members. */
export const SINGLES: Readonly<Record<string, string>> = {
  user: USER,
  department: DEPARTMENT,
  goal: GOAL,
  feedback: FEEDBACK,
  reviewCycle: CYCLE,
  reviewee: REVIEWEE,
  question: QUESTION,
  questionRevision: QUESTION,
  competency: 'id object name description',
  tag: TAG,
  task: TASK,
  update: UPDATE,
  customAttribute: 'id object name description type',
  customAttributeValue: 'id object attribute value',
};
