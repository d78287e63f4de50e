import { describe, expect, it, vi } from 'vitest';
import { createExposition } from './exposition.ts';
import { CounterFamily, type Family, HistogramFamily, ReadFamily, StoredFamily } from './series.ts';

const textOf = async (...families: Family[]): Promise<string[]> => {
  const { text } = await createExposition(() => families);
  return (await text()).split('\n').filter((line) => line.startsWith('test_') || line.includes(' test_'));
};

describe('metrics', () => {
  it('count by label set', async () => {
    const family = new CounterFamily('test_total', 'Things.', ['kind'] as const);
    family.with('a').add();
    family.with('a').add(2);
    family.with('b "quoted"\n').add();
    expect(await textOf(family)).toEqual([
      '# HELP test_total Things.',
      '# TYPE test_total counter',
      'test_total{kind="a"} 3',
      'test_total{kind="b \\"quoted\\"\\n"} 1',
    ]);
  });

  it('sort durations into buckets that hold all shorter ones', async () => {
    const family = new HistogramFamily('test_seconds', 'Times.', ['kind'] as const);
    for (const value of [0.001, 0.005, 0.3, 61]) family.with('a').observe(value);
    const lines = await textOf(family);
    expect(lines).toContain('test_seconds_bucket{kind="a",le="0.005"} 2');
    expect(lines).toContain('test_seconds_bucket{kind="a",le="0.25"} 2');
    expect(lines).toContain('test_seconds_bucket{kind="a",le="0.5"} 3');
    expect(lines).toContain('test_seconds_bucket{kind="a",le="60"} 3');
    expect(lines).toContain('test_seconds_bucket{kind="a",le="+Inf"} 4');
    expect(lines).toContain('test_seconds_count{kind="a"} 4');
    expect(lines.find((line) => line.startsWith('test_seconds_sum'))).toMatch(/ 61\.306/);
  });

  it('count in the database at a scrape, and are absent while it does not answer', async () => {
    let alive = true;
    const family = new StoredFamily('test_rows', 'Rows.', async () => {
      if (!alive) throw new Error('gone');
      return [{ labels: { state: 'dead' }, value: 2 }];
    });
    const other = new ReadFamily('test_other', 'Others.', 'gauge', () => 1);
    expect(await textOf(family)).toContain('test_rows{state="dead"} 2');
    alive = false;
    const text = await textOf(family, other);
    expect(text.filter((line) => !line.startsWith('#'))).toEqual(['test_other 1']);
    const silent = new StoredFamily('test_rows', 'Rows.', () => new Promise(() => {}));
    vi.useFakeTimers();
    const samples = silent.samples();
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    expect(await samples).toEqual([]);
  });

  it('read what others count', async () => {
    let count = 1;
    const family = new ReadFamily('test_waiting', 'Waiting.', 'gauge', () => count);
    count = 7;
    expect(await textOf(family)).toContain('test_waiting 7');
  });

  it('put label sets beyond a number into one', () => {
    const family = new CounterFamily('test_total', 'Things.', ['kind', 'more'] as const);
    for (let n = 0; n < 6_000; n += 1) family.with(String(n), 'x').add();
    const samples = family.samples();
    expect(samples.length).toBe(5_001);
    expect(samples.at(-1)).toEqual({ ending: '', labels: { kind: 'other', more: 'other' }, value: 1_000 });
    family.with('3', 'x').add();
    expect(family.samples()[3]!.value).toBe(2);
  });
});
