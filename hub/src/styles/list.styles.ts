import { css } from 'lit';

/** The list of tools, its empty states, and the shapes shown while it loads. */
export const listStyles = css`
  .list {
    padding: 0 24px 24px;
  }
  .filters {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    display: grid;
    gap: 12px;
    padding-block: 4px 12px;
    background: var(--pb-ground);
  }
  .search {
    position: relative;
    display: flex;
    align-items: center;
  }
  .search > .icon {
    position: absolute;
    inset-inline-start: 12px;
    color: var(--pb-slate);
    pointer-events: none;
  }
  .search input {
    inline-size: 100%;
    block-size: 44px;
    padding-inline: 40px 44px;
    font: inherit;
    font-size: 16px;
    color: var(--pb-ink);
    background: var(--pb-raised);
    border: 1px solid var(--pb-line-strong);
    border-radius: var(--pb-radius);
    appearance: none;
  }
  .search input::-webkit-search-cancel-button {
    display: none;
  }
  .search input::placeholder {
    color: var(--pb-slate);
    opacity: 1;
  }
  .search .icon-button {
    position: absolute;
    inset-inline-end: 6px;
  }
  .pills {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .pill {
    min-block-size: 32px;
    padding: 4px 12px;
    font-size: 13px;
    font-weight: 500;
    color: var(--pb-slate);
    background: none;
    border: 1px solid var(--pb-line);
    border-radius: 999px;
  }
  .pill:hover {
    color: var(--pb-ink);
    border-color: var(--pb-line-strong);
  }
  .pill[aria-pressed='true'] {
    color: var(--pb-ground);
    background: var(--pb-ink);
    border-color: var(--pb-ink);
  }

  .rows {
    display: grid;
    gap: 8px;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: 64px;
    padding: 11px 12px;
    text-align: start;
    background: var(--pb-raised);
    border: 1px solid var(--pb-line);
    border-radius: var(--pb-radius);
    transition: border-color var(--pb-fast) var(--pb-ease), background-color var(--pb-fast) var(--pb-ease);
  }
  .row:hover {
    border-color: var(--pb-line-strong);
    background: var(--pb-fog);
  }
  .row > .icon {
    color: var(--pb-slate);
  }
  .row-text {
    flex: 1;
    min-inline-size: 0;
    display: grid;
  }
  .row-name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .row-description {
    overflow: hidden;
    color: var(--pb-slate);
    font-size: 13px;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-clamp: 2;
  }
  .row-label {
    flex: none;
    font-size: 12px;
    color: var(--pb-slate);
  }
  @container hub (min-width: 880px) {
    .rows {
      grid-template-columns: 1fr 1fr;
    }
  }
  @container hub (max-width: 480px) {
    .list {
      padding: 0 16px 16px;
    }
    .row-label {
      display: none;
    }
  }

  .empty {
    margin: auto;
    padding: 40px 24px;
    display: grid;
    justify-items: center;
    gap: 8px;
    max-inline-size: 440px;
    text-align: center;
    color: var(--pb-slate);
  }
  .empty > .icon {
    inline-size: 32px;
    block-size: 32px;
    margin-block-end: 4px;
  }
  .empty h2,
  .empty h3 {
    font-size: 16px;
    line-height: 24px;
    letter-spacing: 0;
    color: var(--pb-ink);
  }
  .empty button {
    margin-block-start: 12px;
  }
  .trouble h2 {
    font-size: 20px;
    line-height: 28px;
  }

  .bones {
    display: grid;
    gap: 8px;
    padding: 4px 24px 24px;
  }
  .bone {
    display: block;
    block-size: 12px;
    background: color-mix(in srgb, var(--pb-ink) 9%, var(--pb-ground));
    border-radius: 4px;
    animation: breathe 1.4s ease-in-out infinite;
  }
  .bone.short {
    inline-size: 120px;
  }
  .bone.middle {
    inline-size: 60%;
  }
  .bone.long {
    inline-size: 90%;
  }
  .bone.input {
    block-size: 44px;
    border-radius: var(--pb-radius);
  }
  .bone.square {
    inline-size: 40px;
    block-size: 40px;
    border-radius: var(--pb-radius);
  }
  .bone-row {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 12px;
    border: 1px solid var(--pb-line);
    border-radius: var(--pb-radius);
  }
  .bone-row > div,
  .form-bones > div {
    flex: 1;
    display: grid;
    gap: 10px;
    align-content: start;
  }
  @container hub (min-width: 700px) {
    .form-bones {
      grid-template-columns: 1fr 380px;
      gap: 48px;
    }
  }
  @container hub (max-width: 480px) {
    .bones {
      padding-inline: 16px;
    }
  }
  @keyframes breathe {
    50% {
      opacity: 0.45;
    }
  }
`;
