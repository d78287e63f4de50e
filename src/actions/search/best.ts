/** Keeps the best of many scored things. */
export interface Best<Item> {
  /** Score that an item must beat to be kept; below every score while there is room. */
  floor(): number;
  add(item: Item, score: number): void;
  /** Best first; equal scores in the order of `tie`. */
  sorted(tie: (a: Item, b: Item) => number): { readonly item: Item; readonly score: number }[];
}

/** @param most how many are kept, at least 1 */
export function keepBest<Item>(most: number): Best<Item> {
  // A heap whose root is the worst of those kept.
  const heap: { readonly item: Item; readonly score: number }[] = [];
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };
  const up = (start: number): void => {
    for (let at = start; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.score <= heap[at]!.score) return;
      swap(at, parent);
      at = parent;
    }
  };
  const down = (): void => {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= heap.length) return;
      const right = left + 1;
      const least = right < heap.length && heap[right]!.score < heap[left]!.score ? right : left;
      if (heap[least]!.score >= heap[at]!.score) return;
      swap(at, least);
      at = least;
    }
  };
  return {
    floor: () => (heap.length < most ? Number.NEGATIVE_INFINITY : heap[0]!.score),
    add(item, score) {
      if (heap.length < most) {
        heap.push({ item, score });
        up(heap.length - 1);
      } else if (score > heap[0]!.score) {
        heap[0] = { item, score };
        down();
      }
    },
    sorted: (tie) => [...heap].sort((a, b) => b.score - a.score || tie(a.item, b.item)),
  };
}
