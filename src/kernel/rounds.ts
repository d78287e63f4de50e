/**
 * Does a work again and again, never twice at once.
 * @param ms milliseconds between two beginnings; a round that takes longer leaves one out
 * @param failed told why a round failed; the next one comes all the same
 * @returns what ends it, and waits for the round under way
 */
export function inRounds(
  ms: number,
  work: () => Promise<unknown>,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= work()
      .then(() => {}, failed)
      .finally(() => {
        running = undefined;
      });
  }, ms);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
