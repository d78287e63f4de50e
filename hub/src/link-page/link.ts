import './link.css';
import '../patchbay-hub.ts';
import { startLinkPage } from './link-page.ts';

startLinkPage(document, window);
