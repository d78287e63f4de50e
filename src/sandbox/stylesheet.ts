/** Style of the sandbox page: the product's colours in light and dark, system fonts, no outside resources. */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --pb-ink: #15181e; --pb-paper: #ffffff; --pb-fog: #f5f6f8; --pb-line: #e3e6eb; --pb-slate: #5b6472;
  --pb-cable: #e4572e; --pb-link: #2459c4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --pb-ink: #e8ebf0; --pb-paper: #0f1216; --pb-fog: #171b21; --pb-line: #2a303a; --pb-slate: #a3acba;
    --pb-cable: #f0795a; --pb-link: #8fb0f5;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--pb-paper); color: var(--pb-ink);
  font: 400 14px/1.5 'Inter Variable', Inter, system-ui, sans-serif;
}
header, main { max-width: 960px; margin: 0 auto; padding: 24px 16px; }
header { display: flex; align-items: center; gap: 12px; color: var(--pb-cable); padding-bottom: 0; }
h1 { margin: 0; font-size: 28px; font-weight: 600; color: var(--pb-ink); }
h2 { display: flex; align-items: center; gap: 12px; margin: 0 0 8px; font-size: 20px; font-weight: 600; }
h3 { margin: 20px 0 8px; font-size: 14px; font-weight: 600; }
p { max-width: 72ch; margin: 0 0 12px; }
a { color: var(--pb-link); }
nav ul { display: flex; flex-wrap: wrap; gap: 16px; margin: 0 0 24px; padding: 0; list-style: none; }
section { border: 1px solid var(--pb-line); border-radius: 12px; padding: 20px; margin-bottom: 24px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; }
dt { color: var(--pb-slate); }
dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
th, td { padding: 8px 12px 8px 0; border-top: 1px solid var(--pb-line); text-align: left; vertical-align: top; }
thead th { border-top: 0; color: var(--pb-slate); font-weight: 500; }
th { font-weight: 500; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: 12px; }
td code { overflow-wrap: anywhere; }
pre { margin: 0 0 8px; padding: 12px; background: var(--pb-fog); border-radius: 8px; overflow-x: auto; }
details { margin-top: 16px; }
summary { cursor: pointer; font-weight: 500; padding: 8px 0; }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--pb-link); outline-offset: 2px; border-radius: 4px; }
.tile {
  display: inline-grid; place-items: center; width: 32px; height: 32px; border-radius: 8px;
  color: #ffffff; font-size: 13px; font-weight: 600;
}
.tile-0 { background: #2459c4; } .tile-1 { background: #1b7f5c; } .tile-2 { background: #7a4cc2; }
.tile-3 { background: #9a5b12; } .tile-4 { background: #b03a5b; } .tile-5 { background: #0f7285; }
.tile-6 { background: #5b6472; } .tile-7 { background: #8a3ea8; }
`;
