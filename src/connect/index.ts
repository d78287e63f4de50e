export { type GuideRouteParts, guideRoutes } from './guides/routes.ts';
export { type DemoCredentials, type HubRouteParts, hubRoutes } from './hub/routes.ts';
export { iconPath, iconRoutes } from './icon-routes.ts';
export { authLinkUrl, linkPageRoutes } from './link-page/routes.ts';
export { type OAuthRouteParts, oauthRoutes } from './oauth/routes.ts';
export { setupForm } from './setup-form.ts';
