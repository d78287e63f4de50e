import { ACCOUNTS_PATH } from './fixed-part.ts';
import { pageHtml } from './layout.ts';
import { blocks } from './text.ts';

const TITLE = 'Accounts and linking methods';
const DESCRIPTION = 'What a linked account is, and the three ways to link one.';

const ABOUT = `A linked account is one customer's account at one provider, such as the HR system of a company. Patchbay keeps its
credentials sealed, and runs actions on it for the apps and agents of your project. \`GET /accounts\` lists the accounts of
a project with their status.`;

const WAYS = `There are three ways to open the hub and link an account. All of them start with a connect session: a short-lived
token that lets one person link accounts for one origin owner, and see nothing else.

1. **Auth link.** Request authentication from your customer and send them an address; the page behind it is the hub, and
   nothing has to be built for it. Operators make one with \`POST /operator/projects/<project id>/auth_links\`: it works for
   30 days, until an account is linked with it. Programs make one with \`POST /connect_sessions\` and an API key: its \`auth_link_url\`
   works for half an hour, or for the \`expires_in\` seconds that were asked for.
2. **Embedded hub.** Your backend makes the connect session (\`POST /connect_sessions\`), and the front end of your product
   shows the hub with its token: \`<patchbay-hub token="…">\`, loaded from \`/link/patchbay-hub.js\` of this server. Its event
   \`success\` carries the id of the account.
3. **Authenticate now.** Open the hub yourself and fill out the credentials at once. Operators get its address, as
   \`auth_link_url\`, from \`POST /operator/projects/<project id>/connect_sessions\`. This is the way for development and testing;
   with \`"type": "test"\` the account is one of the sandbox.

Then choose the connector, follow its guide, fill out the fields and press **Connect**. The provider is asked before
anything is stored: either the account is linked and \`active\`, or the hub says what was refused and why. To replace the
credentials of an account later, make a connect session with its \`account_id\` and open the hub with it.`;

/** The page about accounts for browsers. */
export const accountsHtml = (): string =>
  pageHtml({
    title: `${TITLE} – Patchbay`,
    description: DESCRIPTION,
    markdownPath: `${ACCOUNTS_PATH}.md`,
    main: `<h1>${TITLE}</h1>
<p class="lead">${DESCRIPTION}</p>
<section id="accounts">${blocks(ABOUT)}</section>
<section id="linking-accounts"><h2>Linking accounts</h2>
${blocks(WAYS)}</section>`,
  });

/** The page about accounts in Markdown, without the quote that opens a page. */
export const accountsMarkdown = (): string =>
  `# ${TITLE}\n\n> ${DESCRIPTION}\n\n${ABOUT}\n\n## Linking accounts\n\n${WAYS}`;

/** How indexes name the page. */
export const ACCOUNTS_ENTRY = { path: ACCOUNTS_PATH, title: TITLE, description: DESCRIPTION } as const;
