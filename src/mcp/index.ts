export { type McpRouteParts, mcpRoutes } from './routes.ts';
