export { allowsIp, checkIpAllowList, isAllowListEntry } from './ip-allow-list.ts';
export { createProjects, type Project, type ProjectChange, type Projects } from './projects.ts';
export { BODY_LOGGING, type BodyLogging, type Branding, DEFAULT_SETTINGS, type ProjectSettings } from './settings.ts';
