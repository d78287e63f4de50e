import { escapeHtml } from '../escape-html.ts';

/** Escaped text in which `words` between backquotes are code. */
export const prose = (text: string): string => escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
