export type { DeadJob, Job, JobHandler, NewJob, Outcome, Settle, Within } from './job.ts';
export { createJobs, type Jobs, type JobsOptions } from './jobs.ts';
