import type { HubMachine } from '../machine/hub-machine.ts';
import type { HubState } from '../machine/state.ts';
import type { Messages } from '../messages/en.ts';

/** What is open or uncovered on the screen; nothing of it is sent or kept. */
export interface Looks {
  /** Whether the guide is unfolded where the hub is too narrow to show it beside the form. */
  readonly guideOpen: boolean;
  /** Keys of the secret fields shown in clear. */
  readonly revealed: readonly string[];
  readonly demoOpen: boolean;
  /** Key of the field whose tooltip is open; empty for none. */
  readonly tip: string;
  /** What was copied last, to say so beside its button. */
  readonly copied: string;
}

/** The looks of a screen that was just opened. */
export const FIRST_LOOKS: Looks = { guideOpen: false, revealed: [], demoOpen: false, tip: '', copied: '' };

/** Everything a view may read or call. */
export interface View {
  readonly state: HubState;
  readonly machine: HubMachine;
  readonly t: Messages;
  readonly looks: Looks;
  readonly look: (change: Partial<Looks>) => void;
  readonly copy: (what: string, text: string) => void;
  /** Address of the server; pictures are loaded from its origin only. */
  readonly baseUrl: string;
  /** The hub grows with its content instead of scrolling it. */
  readonly flows: boolean;
  readonly whiteLabel: boolean;
  readonly showFooter: boolean;
  /** Text of the button that closes the hub; empty for the usual one. */
  readonly closeLabel: string;
}
