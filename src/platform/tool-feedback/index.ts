export { toolFeedbackRoutes } from './routes.ts';
export { createToolFeedback, type ToolFeedback, type ToolFeedbackEntry } from './store.ts';
