export { proxyRoutes } from './routes.ts';
