export { createProjects, type Project, type Projects } from './projects.ts';
