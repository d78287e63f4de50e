import { css } from 'lit';

/** The form: columns, fields, demo credentials, what is said when it was refused. */
export const formStyles = css`
  .columns {
    flex: 1;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    border-block-start: 1px solid var(--pb-line);
  }
  .form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 20px;
    align-content: start;
    padding: 24px;
  }
  .columns.alone .form {
    inline-size: 100%;
    max-inline-size: 560px;
    margin-inline: auto;
  }

  .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
  }
  .label {
    display: flex;
    align-items: center;
    gap: 6px;
    min-block-size: 24px;
  }
  .label label {
    font-weight: 500;
  }
  .optional {
    font-size: 13px;
    color: var(--pb-slate);
  }
  .tip {
    padding: 8px 12px;
    font-size: 13px;
    background: var(--pb-fog);
    border-radius: var(--pb-radius);
  }
  .help {
    font-size: 13px;
    color: var(--pb-slate);
  }
  .control {
    display: flex;
    align-items: center;
    background: var(--pb-raised);
    border: 1px solid var(--pb-line-strong);
    border-radius: var(--pb-radius);
    transition: border-color var(--pb-fast) var(--pb-ease);
  }
  .control:hover {
    border-color: var(--pb-slate);
  }
  .control:has(:is(input, textarea, select):focus-visible) {
    border-color: var(--pb-link);
    outline: 1px solid var(--pb-link);
  }
  .control:has([aria-invalid='true']),
  .control:has([aria-invalid='true']:focus-visible) {
    border-color: var(--pb-fault);
    outline-color: var(--pb-fault);
  }
  .control:has([readonly], select:disabled) {
    background: var(--pb-fog);
    border-color: var(--pb-line);
  }
  .control input,
  .control textarea,
  .control select {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 42px;
    padding: 8px 12px;
    font-size: 16px;
    line-height: 24px;
    font-family: inherit;
    color: var(--pb-ink);
    background: none;
    border: 0;
    outline: none;
  }
  .control .code {
    font-family: var(--pb-mono);
    font-size: 15px;
  }
  .control textarea {
    resize: vertical;
  }
  .control ::placeholder {
    color: var(--pb-slate);
    opacity: 1;
  }
  .control > button {
    margin-inline-end: 5px;
  }
  .select {
    position: relative;
  }
  .select select {
    appearance: none;
    padding-inline-end: 40px;
    cursor: pointer;
  }
  .select option {
    color: var(--pb-ink);
    background: var(--pb-raised);
  }
  .select > .icon {
    position: absolute;
    inset-inline-end: 12px;
    color: var(--pb-slate);
    pointer-events: none;
  }
  .field-error {
    display: flex;
    gap: 6px;
    font-size: 13px;
    color: var(--pb-fault);
  }
  .field-error .icon {
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: 2px;
  }
  .text-button {
    justify-self: start;
    margin-inline-start: -8px;
  }
  .no-fields {
    color: var(--pb-slate);
  }

  .actions {
    position: sticky;
    inset-block-end: 0;
    display: grid;
    gap: 6px;
    margin-block: -12px -24px;
    padding-block: 12px 24px;
    background: var(--pb-ground);
    box-shadow: 0 -10px 10px -4px var(--pb-ground);
  }
  .actions .primary {
    min-block-size: 44px;
  }
  .summary {
    color: var(--pb-fault);
    font-size: 13px;
  }
  .summary:empty {
    display: none;
  }
  .assurance {
    display: flex;
    gap: 8px;
    font-size: 13px;
    color: var(--pb-slate);
  }
  .assurance .icon {
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: 2px;
  }

  .demo {
    border: 1px dashed var(--pb-line-strong);
    border-radius: var(--pb-radius);
  }
  .demo-toggle,
  .demo-set {
    inline-size: 100%;
    text-align: start;
    background: none;
    border: 0;
    border-radius: 7px;
  }
  .demo-toggle {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 10px 12px;
  }
  .demo-toggle > .icon {
    color: var(--pb-slate);
    transition: transform var(--pb-fast) var(--pb-ease);
  }
  .demo-toggle[aria-expanded='true'] > .icon {
    transform: rotate(180deg);
  }
  .demo-toggle:hover,
  .demo-set:hover {
    background: var(--pb-fog);
  }
  .demo-text {
    flex: 1;
    display: grid;
  }
  .demo-name {
    font-weight: 500;
  }
  .demo-hint {
    font-size: 13px;
    color: var(--pb-slate);
  }
  .demo ul {
    display: grid;
    max-block-size: 260px;
    overflow: auto;
    padding: 4px;
    border-block-start: 1px solid var(--pb-line);
  }
  .demo-set {
    display: grid;
    padding: 8px;
  }

  .alert {
    display: flex;
    gap: 10px;
    padding: 12px;
    background: var(--pb-fault-soft);
    border: 1px solid color-mix(in srgb, var(--pb-fault) 40%, transparent);
    border-radius: var(--pb-radius);
  }
  .alert > .icon {
    color: var(--pb-fault);
  }
  .alert.warning {
    background: var(--pb-amber-soft);
    border-color: color-mix(in srgb, var(--pb-amber-line) 40%, transparent);
  }
  .alert.warning > .icon {
    color: var(--pb-amber);
  }
  .alert-body {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    gap: 6px;
    overflow-wrap: anywhere;
  }
  .alert h3 {
    font-size: 14px;
    line-height: 20px;
  }
  .alert ul {
    list-style: disc;
    padding-inline-start: 18px;
  }
  .alert strong {
    font-weight: 600;
  }
  summary {
    justify-self: start;
    inline-size: fit-content;
    padding-block: 4px;
    font-size: 13px;
    font-weight: 500;
    cursor: pointer;
    border-radius: 4px;
  }
  .details-title {
    margin-block-start: 4px;
    font-size: 12px;
    color: var(--pb-slate);
  }
  .alert .details-title,
  .alert .request-id {
    color: var(--pb-ink);
  }
  pre {
    margin-block-start: 4px;
    max-block-size: 180px;
    padding: 8px 10px;
    overflow: auto;
    font-family: var(--pb-mono);
    font-size: 12px;
    line-height: 18px;
    background: var(--pb-ground);
    border: 1px solid var(--pb-line);
    border-radius: var(--pb-radius-small);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .request-id {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    margin-block-start: 6px;
    font-size: 12px;
    color: var(--pb-slate);
  }
  .request-id code {
    font-size: 12px;
  }

  @container hub (min-width: 700px) {
    .columns:not(.alone) {
      grid-template-columns: minmax(0, 1fr) minmax(320px, 42%);
      align-content: stretch;
    }
    .columns:not(.alone) .form {
      position: sticky;
      inset-block-start: 0;
      align-self: start;
    }
  }
  @container hub (max-width: 480px) {
    .form {
      padding: 16px;
    }
    .actions {
      margin-block-end: -16px;
      padding-block-end: 16px;
    }
  }
`;
