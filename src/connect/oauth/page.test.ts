import { describe, expect, it } from 'vitest';
import { adviceFor } from './advice.ts';
import { signInPage } from './page.ts';
import { textsFor } from './texts.ts';

const failure = { code: 'access_denied', message: 'The "owner" said <no> & left.', requestId: 'request-1' };

describe('the page that ends a sign-in', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-CH;q=0.9, en;q=0.8', 'de'],
    ['fr, de;q=0.4, en;q=0.5', 'en'],
    ['de;q=0, en;q=0.1', 'en'],
    ['xx', 'en'],
    [`${'x,'.repeat(10_000)}de`, 'en'],
  ])('speaks to a browser that wants %j in %s', (wanted, language) => {
    expect(textsFor(wanted?.slice(0, 20_000)).language).toBe(language);
  });

  it('says what is connected, and nothing else', () => {
    const page = signInPage({ name: 'Lathe & Co' }, 'en');
    expect(page).toContain('<h1>Lathe &amp; Co is connected</h1>');
    expect(page).not.toContain('Request id');
  });

  it('says why nothing is connected and what helps, in text that cannot become markup', () => {
    const page = signInPage({ name: '<b>', failure }, 'en');
    expect(page).toContain('&lt;b&gt; is not connected');
    expect(page).toContain('The &quot;owner&quot; said &lt;no&gt; &amp; left.');
    expect(page).toContain('allow what is asked for');
    expect(page).toContain('request-1');
    expect(signInPage({ name: null, failure }, 'en')).toContain('Nothing was connected');
  });

  it.each([
    ['access_denied', 'allow'],
    ['invalid_client', 'operator'],
    ['temporarily_unavailable', 'later'],
    ['session_token_expired', 'link'],
    ['oauth_state_used', 'nothing'],
    ['something_of_their_own', 'again'],
    ['constructor', 'again'],
  ])('after %s advises: %s', (code, advice) => {
    expect(adviceFor(code)).toBe(advice);
  });
});
