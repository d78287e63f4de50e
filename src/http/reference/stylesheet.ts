import { LOOK } from '../look.ts';

/** Style of the reference page. */
export const REFERENCE_STYLESHEET = `${LOOK}@media (prefers-color-scheme: light) { :root { --pb-cable: #b93c18; } }
html { scroll-padding-top: 16px; }
body {
  margin: 0; background: var(--pb-ground); color: var(--pb-ink);
  font: 400 14px/1.55 'Inter Variable', Inter, system-ui, sans-serif;
  display: grid; grid-template-columns: 300px minmax(0, 1fr);
}
nav {
  position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 20px 16px;
  border-right: 1px solid var(--pb-line); background: var(--pb-fog); font-size: 13px;
}
nav ul { margin: 0; padding: 0; list-style: none; }
nav > ul > li { margin-bottom: 16px; }
nav > ul > li > a { font-weight: 600; color: var(--pb-ink); }
nav a { display: block; padding: 4px 6px; border-radius: 6px; color: var(--pb-slate); text-decoration: none; }
nav ul ul a { display: grid; grid-template-columns: 56px 1fr; align-items: baseline; }
nav a:hover { background: var(--pb-ground); color: var(--pb-ink); }
nav .method { display: inline-block; width: 52px; font-size: 11px; }
.brand { margin: 0 6px 16px; font-size: 16px; font-weight: 600; }
main { padding: 32px 40px 80px; max-width: 960px; }
h1 { margin: 0 0 8px; font-size: 28px; line-height: 1.25; font-weight: 600; }
h2 { margin: 48px 0 16px; font-size: 20px; font-weight: 600; }
h3 { margin: 0 0 4px; font-size: 16px; font-weight: 600; }
h4 { margin: 20px 0 8px; font-size: 13px; font-weight: 600; color: var(--pb-slate); }
p { margin: 0 0 8px; max-width: 72ch; }
.lead { color: var(--pb-slate); }
article { margin: 0 0 20px; padding: 20px; border: 1px solid var(--pb-line); border-radius: 12px; }
article:target { border-color: var(--pb-link); }
a { color: var(--pb-link); text-underline-offset: 2px; }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--pb-link); outline-offset: 2px; border-radius: 4px; }
code, pre { font: 13px ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, monospace; }
pre { margin: 8px 0; padding: 12px 16px; overflow: auto; border: 1px solid var(--pb-line); border-radius: 8px; background: var(--pb-fog); }
.method { font-weight: 600; font-variant-numeric: tabular-nums; }
.m-get { color: var(--pb-link); } .m-post { color: var(--pb-signal); } .m-patch, .m-put { color: var(--pb-amber); } .m-delete { color: var(--pb-fault); }
.name { font-weight: 600; }
.type { color: var(--pb-slate); font-size: 13px; overflow-wrap: anywhere; }
.opt { color: var(--pb-slate); font-size: 12px; }
.told { color: var(--pb-slate); }
.status { font-weight: 600; } .s2 { color: var(--pb-signal); }
.members { margin: 4px 0 8px; padding: 0 0 0 16px; list-style: none; border-left: 1px solid var(--pb-line); }
.members li { padding: 3px 0; }
summary { cursor: pointer; }
.refusals { margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; color: var(--pb-slate); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 8px 12px 8px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--pb-line); }
th { font-size: 12px; font-weight: 500; color: var(--pb-slate); }
@media (max-width: 820px) {
  body { display: block; }
  nav { position: static; height: auto; max-height: 40vh; border-right: 0; border-bottom: 1px solid var(--pb-line); }
  main { padding: 24px 16px 64px; }
}
@media print { nav { display: none; } body { display: block; } article { break-inside: avoid; } }
`;
