/** Longest answer that is read again for the log, in characters. */
const LONGEST = 1_048_576;

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** What was answered, as data where it is JSON (also as the one event of a stream), so that names in it are seen. */
export function answerBody(payload: unknown, contentType: unknown): unknown {
  if (payload === undefined || payload === null) return undefined;
  if (ArrayBuffer.isView(payload)) return payload;
  if (typeof payload !== 'string') return '[stream, not kept]';
  if (payload.length > LONGEST) return `[not kept: ${payload.length} characters]`;
  const type = String(contentType ?? '');
  if (/^application\/([\w.+-]+\+)?json/.test(type)) return jsonOf(payload);
  const event = type.startsWith('text/event-stream') ? /^data: (.*)$/m.exec(payload) : null;
  return event === null ? payload : jsonOf(event[1]!);
}
