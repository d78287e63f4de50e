import { describe, expect, it } from 'vitest';
import { Tasks } from './tasks.ts';

describe('background work', () => {
  it('is waited for, with what it starts in turn', async () => {
    const tasks = new Tasks();
    const done: string[] = [];
    tasks.run(async () => {
      await Promise.resolve();
      done.push('first');
      tasks.run(async () => {
        await Promise.resolve();
        done.push('second');
      });
    });
    await tasks.idle();
    expect(done).toEqual(['first', 'second']);
  });

  it('is told to stop, and its failure harms nobody', async () => {
    const tasks = new Tasks();
    tasks.run(
      (signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
    );
    await tasks.stop();
    let ran = false;
    tasks.run(async (signal) => {
      ran = !signal.aborted;
    });
    await tasks.idle();
    expect(ran).toBe(true);
  });
});
