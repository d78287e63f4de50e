import { LOOK } from '../../http/index.ts';

/** Style of the guides, for phones, desks and paper. */
export const STYLESHEET = `${LOOK}body {
  margin: 0; background: var(--pb-ground); color: var(--pb-ink);
  font: 400 16px/1.6 'Inter Variable', Inter, system-ui, sans-serif; -webkit-text-size-adjust: 100%;
}
.top, main, .bottom { max-width: 760px; margin: 0 auto; padding: 0 20px; }
.top {
  display: flex; align-items: center; justify-content: space-between; padding-block: 16px; font-size: 14px;
  border-bottom: 1px solid var(--pb-line);
}
.brand { display: inline-flex; align-items: center; gap: 8px; color: var(--pb-ink); font-weight: 600; text-decoration: none; }
.mark { color: var(--pb-cable); }
.mark .cable { stroke: #ffffff; } .mark .jack { fill: #ffffff; }
.bottom {
  display: flex; flex-wrap: wrap; gap: 8px 24px; padding-block: 24px 48px; font-size: 14px;
  border-top: 1px solid var(--pb-line);
}
main { padding-block: 32px 40px; overflow-wrap: anywhere; }
.title { display: flex; align-items: center; gap: 16px; }
.title img, h2 img { border-radius: 8px; flex: none; }
h1 { margin: 0; font-size: 28px; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em; }
h2 { margin: 40px 0 8px; font-size: 20px; line-height: 1.3; font-weight: 600; }
h3 { margin: 0 0 4px; font-size: 16px; line-height: 28px; font-weight: 600; }
p, ul, ol { max-width: 72ch; margin: 0 0 12px; }
ul, ol { padding-left: 24px; }
ul { list-style: disc; }
li { margin-bottom: 4px; }
.lead { margin: 12px 0 24px; color: var(--pb-slate); }
a { color: var(--pb-link); text-underline-offset: 2px; }
a:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible {
  outline: 2px solid var(--pb-link); outline-offset: 2px; border-radius: 4px;
}
code {
  padding: 1px 3px; border-radius: 4px; background: var(--pb-fog);
  font: 0.875em ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, monospace;
}
pre {
  max-width: 100%; margin: 0 0 12px; padding: 12px 16px; overflow: auto; border-radius: 8px; background: var(--pb-fog);
  font-size: 13px;
}
pre code { padding: 0; background: none; font-size: inherit; }
img { max-width: 100%; }
.note {
  margin: 24px 0; padding: 12px 16px; border: 1px solid var(--pb-amber-line); border-radius: 8px;
  background: var(--pb-amber-soft);
}
.note p { margin: 0; }
.panel { margin: 24px 0; padding: 16px 20px; border: 1px solid var(--pb-line); border-radius: 12px; }
.panel h2 { margin: 0 0 4px; font-size: 16px; }
.panel > p { color: var(--pb-slate); font-size: 14px; }
summary { padding: 8px 0; cursor: pointer; font-weight: 500; }
.choices {
  max-height: 320px; max-width: none; margin: 0 0 12px; padding: 4px 0; overflow: auto; list-style: none;
  border: 1px solid var(--pb-line); border-radius: 8px; background: var(--pb-ground); font-size: 14px;
}
.choices li { margin: 0; }
.choices label { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; padding: 8px 12px; cursor: pointer; }
.choices label:hover { background: var(--pb-fog); }
.choices code { color: var(--pb-slate); background: none; padding: 0; font-size: 12px; }
.choices input { inline-size: 16px; block-size: 16px; margin: 0; accent-color: var(--pb-link); }
.find {
  width: 100%; margin: 0 0 8px; padding: 8px 12px; font: inherit; font-size: 14px; color: inherit;
  background: var(--pb-ground); border: 1px solid var(--pb-line-strong); border-radius: 8px;
}
.buttons { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; margin: 0; font-size: 14px; }
button {
  padding: 8px 16px; font: inherit; font-weight: 500; color: inherit; background: var(--pb-raised);
  border: 1px solid var(--pb-line-strong); border-radius: 8px; cursor: pointer;
}
.status { margin: 8px 0 0; font-size: 14px; }
.status:empty { display: none; }
.steps { max-width: none; margin: 16px 0 0; padding: 0; list-style: none; counter-reset: step; }
.steps > li { position: relative; margin: 0; padding: 0 0 20px 44px; counter-increment: step; }
.steps > li::before {
  content: counter(step); position: absolute; left: 0; top: 0; width: 28px; height: 28px;
  display: grid; place-items: center; border: 2px solid var(--pb-cable); border-radius: 50%;
  font-size: 13px; font-weight: 600; line-height: 1; font-variant-numeric: tabular-nums;
}
.steps > li::after { content: ''; position: absolute; left: 13px; top: 32px; bottom: 4px; width: 2px; background: var(--pb-line); }
.steps > li:last-child::after { display: none; }
.scopes { margin: 12px 0; padding: 12px 16px; border-radius: 8px; background: var(--pb-fog); font-size: 14px; }
.scopes p { margin: 0 0 4px; font-weight: 500; }
.scopes ul { margin: 0; }
.scopes code { padding: 0; }
.cards { display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); }
.card { padding: 20px; border: 1px solid var(--pb-line); border-radius: 12px; }
.card h2 { display: flex; align-items: center; gap: 12px; margin: 0 0 8px; }
.card p { color: var(--pb-slate); font-size: 14px; }
.card ul { margin: 0; padding: 0; list-style: none; }
.card:target { border-color: var(--pb-link); }
@media (max-width: 480px) {
  .title { align-items: flex-start; gap: 12px; }
  h1 { font-size: 24px; }
}
@media print {
  :root { --pb-ground: #ffffff; --pb-ink: #000000; --pb-slate: #333333; --pb-fog: #ffffff; --pb-line: #bbbbbb; --pb-cable: #000000; --pb-link: #000000; --pb-amber-soft: #ffffff; }
  body { font-size: 11pt; }
  .top, .bottom, .panel { display: none; }
  main { max-width: none; padding: 0; }
  .steps > li, .note, .scopes { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  a[href^='http']::after { content: ' (' attr(href) ')'; font-size: 9pt; }
}
`;
