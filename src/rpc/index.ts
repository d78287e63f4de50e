export { rpcRoutes } from './routes.ts';
