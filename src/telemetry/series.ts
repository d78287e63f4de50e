/** A label set and its figures, as they are told at a scrape. */
export interface Sample {
  /** Added to the name of the family: `_bucket`, `_sum`, `_count`, or nothing. */
  readonly ending: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** Metrics of one name. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  samples(): Sample[] | Promise<Sample[]>;
}

/** A number that only rises. */
export interface Counter {
  add(count?: number): void;
}

/** Durations, sorted into buckets. */
export interface Histogram {
  /** @param value in seconds */
  observe(value: number): void;
}

/** Most label sets of a family; those that come later are counted together, so that nothing grows without end. */
const MOST_SETS = 5_000;
const REST = 'other';

/** The figures of a family by label set. Handles are plain objects over numbers: recording hashes nothing. */
class Sets<Figures> {
  readonly #sets = new Map<string, { readonly labels: Record<string, string>; readonly figures: Figures }>();
  readonly #names: readonly string[];
  readonly #make: () => Figures;

  constructor(names: readonly string[], make: () => Figures) {
    this.#names = names;
    this.#make = make;
  }

  get(values: readonly string[]): Figures {
    const key = values.join('\0');
    const known = this.#sets.get(key);
    if (known !== undefined) return known.figures;
    const rest = this.#names.map(() => REST);
    if (this.#sets.size >= MOST_SETS && key !== rest.join('\0')) return this.get(rest);
    const labels = Object.fromEntries(this.#names.map((name, at) => [name, values[at] ?? '']));
    const made = { labels, figures: this.#make() };
    this.#sets.set(key, made);
    return made.figures;
  }

  all() {
    return [...this.#sets.values()];
  }
}

/** Counters of one name. */
export class CounterFamily<Labels extends readonly string[]> implements Family {
  readonly type = 'counter';
  readonly #sets: Sets<{ count: number } & Counter>;
  readonly name: string;
  readonly help: string;

  constructor(name: string, help: string, labels: Labels) {
    this.name = name;
    this.help = help;
    this.#sets = new Sets(labels, () => ({
      count: 0,
      add(count = 1) {
        this.count += count;
      },
    }));
  }

  /** The counter of a label set, values in the order of the labels; to be kept by callers in a hurry. */
  with(...values: { readonly [At in keyof Labels]: string }): Counter {
    return this.#sets.get(values);
  }

  samples(): Sample[] {
    return this.#sets.all().map(({ labels, figures }) => ({ ending: '', labels, value: figures.count }));
  }
}

/** From five milliseconds to the longest a request may take, in seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] as const;

class Buckets implements Histogram {
  readonly counts = new Float64Array(BOUNDS.length + 1);
  sum = 0;

  observe(value: number): void {
    let at = 0;
    while (at < BOUNDS.length && value > BOUNDS[at]!) at += 1;
    this.counts[at]! += 1;
    this.sum += value;
  }
}

/** Histograms of one name. */
export class HistogramFamily<Labels extends readonly string[]> implements Family {
  readonly type = 'histogram';
  readonly #sets: Sets<Buckets>;
  readonly name: string;
  readonly help: string;

  constructor(name: string, help: string, labels: Labels) {
    this.name = name;
    this.help = help;
    this.#sets = new Sets(labels, () => new Buckets());
  }

  /** The histogram of a label set, values in the order of the labels; to be kept by callers in a hurry. */
  with(...values: { readonly [At in keyof Labels]: string }): Histogram {
    return this.#sets.get(values);
  }

  samples(): Sample[] {
    return this.#sets.all().flatMap(({ labels, figures }) => {
      let count = 0;
      const buckets = [...figures.counts].map((one, at) => {
        count += one;
        return { ending: '_bucket', labels: { ...labels, le: BOUNDS[at] ?? '+Inf' }, value: count };
      });
      return [...buckets, { ending: '_sum', labels, value: figures.sum }, { ending: '_count', labels, value: count }];
    });
  }
}

/** One figure that is read when it is asked for. */
export class ReadFamily implements Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly #read: () => number;
  readonly #labels: Readonly<Record<string, string>>;

  constructor(
    name: string,
    help: string,
    type: 'counter' | 'gauge',
    read: () => number,
    labels: Readonly<Record<string, string>> = {},
  ) {
    this.name = name;
    this.help = help;
    this.type = type;
    this.#read = read;
    this.#labels = labels;
  }

  samples(): Sample[] {
    return [{ ending: '', labels: this.#labels, value: this.#read() }];
  }
}

/** A figure of the database, with what it is a figure of. */
export interface StoredCount {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Longest that a scrape waits for the database, in milliseconds. */
const PATIENCE_MS = 2_000;

/** Gauges that are counted in the database when they are asked for; absent while it does not answer. */
export class StoredFamily implements Family {
  readonly type = 'gauge';
  readonly name: string;
  readonly help: string;
  readonly #count: () => Promise<readonly StoredCount[]>;

  constructor(name: string, help: string, count: () => Promise<readonly StoredCount[]>) {
    this.name = name;
    this.help = help;
    this.#count = count;
  }

  async samples(): Promise<Sample[]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<readonly StoredCount[]>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, []);
    });
    try {
      const counted = await Promise.race([this.#count(), late]);
      return counted.map((one) => ({ ending: '', ...one }));
    } catch {
      // The rest of the scrape says what this process knows itself, and GET /ready that the database is away.
      return [];
    } finally {
      clearTimeout(timer);
    }
  }
}
