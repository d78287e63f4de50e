import { css } from 'lit';

/** Progress and success, with the cable between the hub and the tool. */
export const outcomeStyles = css`
  .outcome {
    margin: auto;
    display: grid;
    justify-items: center;
    gap: 8px;
    inline-size: 100%;
    max-inline-size: 480px;
    padding: 40px 24px;
    text-align: center;
  }
  .outcome > p {
    color: var(--pb-slate);
  }
  .outcome button {
    margin-block-start: 16px;
    min-inline-size: 120px;
  }
  .slow:empty {
    display: none;
  }
  .outcome dl {
    display: grid;
    gap: 8px;
    inline-size: 100%;
    margin-block-start: 12px;
  }
  .outcome dl:not(:has(div)) {
    display: none;
  }
  .outcome dl > div {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 4px 16px;
    padding-block-end: 8px;
    text-align: start;
    border-block-end: 1px solid var(--pb-line);
  }
  .outcome dt {
    color: var(--pb-slate);
  }
  .outcome dd {
    font-weight: 500;
    overflow-wrap: anywhere;
  }

  .limits {
    inline-size: 100%;
    margin-block-start: 12px;
    text-align: start;
  }

  .patch {
    display: flex;
    isolation: isolate;
    align-items: center;
    margin-block-end: 12px;
  }
  .patch .tile,
  .patch-hub {
    inline-size: 56px;
    block-size: 56px;
    border-radius: var(--pb-radius-large);
  }
  .patch .tile {
    font-size: 20px;
  }
  .patch-hub {
    display: grid;
    place-items: center;
    border: 1px solid var(--pb-line);
    background: var(--pb-raised);
  }
  .patch-hub .mark,
  .patch-hub .icon {
    inline-size: 32px;
    block-size: 32px;
  }
  .cable {
    inline-size: 120px;
    block-size: 48px;
    margin-inline: -4px;
    z-index: 1;
    overflow: visible;
  }
  .cable path {
    fill: none;
    stroke-width: 3;
    stroke-linecap: round;
  }
  .cable-way {
    stroke: var(--pb-line);
  }
  .cable-line {
    stroke: var(--pb-signal);
    stroke-dasharray: 1;
  }
  .cable-end {
    fill: var(--pb-signal);
  }
  .going .cable-line {
    stroke: var(--pb-accent);
    stroke-dasharray: 0.18 0.82;
    animation: travel 1.4s linear infinite;
  }
  .going .cable-end {
    fill: var(--pb-line-strong);
  }
  .done .cable-line {
    animation: draw 700ms var(--pb-ease) both;
  }
  .done .far {
    animation: arrive 180ms 560ms var(--pb-ease) both;
  }
  @keyframes travel {
    from {
      stroke-dashoffset: 1.18;
    }
    to {
      stroke-dashoffset: 0.18;
    }
  }
  @keyframes draw {
    from {
      stroke-dashoffset: 1;
    }
    to {
      stroke-dashoffset: 0;
    }
  }
  @keyframes arrive {
    from {
      opacity: 0;
    }
  }
`;
