import { css } from 'lit';

/** The connection guide: beside the form where there is room, folded above it where there is not. */
export const guideStyles = css`
  .guide {
    display: grid;
    gap: 12px;
    align-content: start;
    padding: 16px 24px;
    background: var(--pb-fog);
    border-block-end: 1px solid var(--pb-line);
  }
  .guide-head {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .guide-head h3 {
    font-size: 14px;
    line-height: 20px;
  }
  .guide-count {
    flex: 1;
    white-space: nowrap;
    font-size: 13px;
    color: var(--pb-slate);
    font-variant-numeric: tabular-nums;
  }
  .guide-toggle {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    align-self: center;
    min-block-size: 32px;
    padding: 4px 6px 4px 10px;
    font-size: 13px;
    font-weight: 500;
    background: var(--pb-raised);
    border: 1px solid var(--pb-line-strong);
    border-radius: var(--pb-radius-small);
  }
  .guide-toggle .icon {
    inline-size: 16px;
    block-size: 16px;
    transition: transform var(--pb-fast) var(--pb-ease);
  }
  .guide-toggle[aria-expanded='true'] .icon {
    transform: rotate(180deg);
  }
  .guide-body {
    display: none;
    gap: 24px;
  }
  .guide-body.open {
    display: grid;
  }
  .guide .note {
    background: var(--pb-amber-soft);
  }
  .guide-section {
    display: grid;
    gap: 12px;
  }
  .guide-section > .prose > h4 {
    font-size: 16px;
    line-height: 24px;
  }
  .guide-section > .prose > p {
    color: var(--pb-slate);
  }

  .steps {
    display: grid;
  }
  .step {
    position: relative;
    display: grid;
    grid-template-columns: 28px minmax(0, 1fr);
    gap: 12px;
    padding-block-end: 18px;
  }
  .step:last-child {
    padding-block-end: 0;
  }
  .step::before {
    content: '';
    position: absolute;
    inset-block: 32px 4px;
    inset-inline-start: 13px;
    inline-size: 2px;
    background: var(--pb-line);
    border-radius: 1px;
  }
  .step:last-child::before {
    content: none;
  }
  .step-tick {
    position: relative;
    display: block;
    inline-size: 28px;
    block-size: 28px;
    cursor: pointer;
  }
  .step-tick input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .step-number {
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    font-size: 13px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    background: var(--pb-ground);
    border: 1px solid var(--pb-line-strong);
    border-radius: 50%;
    transition: background-color var(--pb-fast) var(--pb-ease), border-color var(--pb-fast) var(--pb-ease);
  }
  .step-number .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .step-tick:hover .step-number {
    border-color: var(--pb-signal);
  }
  .step-tick input:focus-visible + .step-number {
    outline: 2px solid var(--pb-link);
    outline-offset: 2px;
  }
  .step.done .step-number {
    color: var(--pb-ground);
    background: var(--pb-signal);
    border-color: var(--pb-signal);
  }
  .step.done::before {
    background: var(--pb-signal);
  }
  .step-body {
    padding-block-start: 4px;
  }
  .step.done .step-body {
    color: var(--pb-slate);
  }
  .scopes {
    padding: 8px 12px;
    background: var(--pb-ground);
    border: 1px solid var(--pb-line);
    border-radius: var(--pb-radius);
  }
  .scopes-title {
    margin-block-end: 4px;
    font-size: 12px;
    font-weight: 500;
    color: var(--pb-slate);
  }
  .prose .scopes ul {
    list-style: none;
    padding: 0;
    font-size: 13px;
  }
  .picture {
    max-inline-size: 100%;
    block-size: auto;
    border: 1px solid var(--pb-line);
    border-radius: var(--pb-radius);
  }
  .guide-link .icon {
    inline-size: 14px;
    block-size: 14px;
    vertical-align: -2px;
  }

  @container hub (max-width: 480px) {
    .guide {
      padding-inline: 16px;
    }
  }
  @container hub (min-width: 700px) {
    .guide {
      padding: 24px;
      border-block-end: 0;
      border-inline-end: 1px solid var(--pb-line);
    }
    .guide-toggle {
      display: none;
    }
    .guide-body {
      display: grid;
    }
  }
`;
