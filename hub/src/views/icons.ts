import { html, type TemplateResult } from 'lit';

/** The mark of Patchbay: two jacks and the cable between them. */
export const mark =
  (): TemplateResult => html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
  <rect width="24" height="24" rx="6" fill="currentColor" />
  <path class="mark-cable" d="M7.5 8C7.5 16 16.5 8 16.5 16" fill="none" stroke-width="2.25" />
  <circle class="mark-jack" cx="7.5" cy="7.25" r="3" />
  <circle class="mark-jack" cx="16.5" cy="16.75" r="3" />
  <circle cx="7.5" cy="7.25" r="1.15" fill="currentColor" />
  <circle cx="16.5" cy="16.75" r="1.15" fill="currentColor" />
</svg>`;

const line = (
  path: string,
  name: string,
) => html`<svg class="icon icon-${name}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
  <path d=${path} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />
</svg>`;

/** Line drawings on a 20 by 20 grid, in the colour of the text around them. Those that point somewhere mirror with the text direction. */
export const icons = {
  search: () => line('M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12Zm4.3-1.7L17 17', 'search'),
  clear: () => line('m5.5 5.5 9 9m0-9-9 9', 'clear'),
  back: () => line('M12 4.5 6.5 10l5.5 5.5', 'back'),
  forward: () => line('M8 4.5 13.5 10 8 15.5', 'forward'),
  down: () => line('M5 7.5 10 12.5l5-5', 'down'),
  tick: () => line('m4.5 10.5 3.5 3.5 7.5-8', 'tick'),
  warning: () => line('M10 3.2 17.5 16.5h-15L10 3.2Zm0 5v3.6m0 2.2v.1', 'warning'),
  info: () => line('M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4Zm0-8v4.2m0-7v.1', 'info'),
  fault: () => line('M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4Zm0-11v4.6m0 2.8v.1', 'fault'),
  lock: () => line('M5.5 9h9v7.5h-9V9Zm1.8 0V6.7a2.7 2.7 0 0 1 5.4 0V9', 'lock'),
  eye: () =>
    line(
      'M2.5 10S5.3 4.8 10 4.8 17.5 10 17.5 10 14.7 15.2 10 15.2 2.5 10 2.5 10Zm7.5 2.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z',
      'eye',
    ),
  eyeOff: () =>
    line(
      'm3.5 3.5 13 13M8.2 5a7.6 7.6 0 0 1 1.8-.2c4.7 0 7.5 5.2 7.5 5.2a13 13 0 0 1-2 2.6M5.6 6.6A12.6 12.6 0 0 0 2.5 10s2.8 5.2 7.5 5.2a7 7 0 0 0 3.3-.8',
      'eye-off',
    ),
  copy: () => line('M7.5 7.5h8.5v8.5H7.5V7.5ZM12.5 4H4v8.5', 'copy'),
  outside: () => line('M8 4.5H4.5v11h11V12M11.5 4.5h4v4m0-4L9.5 10.5', 'outside'),
  broken: () =>
    line(
      'M2.5 12.5a2.5 2.5 0 1 0 5 0 2.5 2.5 0 0 0-5 0Zm10-5a2.5 2.5 0 1 0 5 0 2.5 2.5 0 0 0-5 0ZM7.5 12.5h1.3M11.2 7.5h1.3M8.2 8.2 7 7m4.8 4.8L13 13',
      'broken',
    ),
  clock: () => line('M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4ZM10 6v4.2l2.8 1.8', 'clock'),
  box: () => line('M3.5 6.5 10 3l6.5 3.5v7L10 17l-6.5-3.5v-7Zm0 0L10 10l6.5-3.5M10 10v7', 'box'),
} as const;
