import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RequestWindow, WINDOW_SECONDS } from './request-window.ts';

it('counts what a list of all requests of the last minute would', () => {
  const steps = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 130 }), count: fc.integer({ min: 0, max: 5 }) }), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), steps, (start, moves) => {
      const window = new RequestWindow(start);
      const seen: number[] = [];
      let second = start;
      for (const { wait, count } of moves) {
        second += wait;
        window.moveTo(second);
        window.add(count);
        for (let n = 0; n < count; n += 1) seen.push(second);
        const within = seen.filter((at) => at > second - WINDOW_SECONDS);
        expect(window.total).toBe(within.length);
        expect(window.relief).toBe((within[0] ?? second) + WINDOW_SECONDS - second);
      }
    }),
  );
});

it('stays where it is when the clock is set back', () => {
  const window = new RequestWindow(1_000);
  window.add(3);
  window.moveTo(900);
  window.add(1);
  expect([window.total, window.second]).toEqual([4, 1_000]);
});
