import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { many } from './scenarios.ts';
import { openHumaans, type ScreenOf, screens, sendToken } from './screens.ts';
import { type Opening, Stage } from './stage.ts';

/** Opens a screen and waits until it is there. */
const show = async (stage: Stage, screen: ScreenOf, context: NonNullable<Opening['context']> = {}): Promise<Page> => {
  const opened = await stage.open(screen.scenario, { ...screen.opening, context });
  await screen.reach?.(opened.page);
  await opened.page.getByText(screen.shows).first().waitFor({ state: 'attached' });
  return opened.page;
};

/** Elements that reach beyond the sides of the hub, and the page itself when it has to be scrolled sideways. */
const sticksOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.querySelector('patchbay-hub')?.shadowRoot;
    const hub = root?.querySelector('.hub')?.getBoundingClientRect();
    const beyond = [...(root?.querySelectorAll('.hub *') ?? [])].filter((element) => {
      if (!element.checkVisibility() || element.closest('.sr-only, .skip, pre, .cable') !== null) return false;
      const box = element.getBoundingClientRect();
      return hub !== undefined && (box.right > hub.right + 1 || box.left < hub.left - 1);
    });
    const sideways = document.documentElement.scrollWidth > document.documentElement.clientWidth;
    const names = beyond.map((element) => `${element.tagName} ${element.getAttribute('class') ?? ''}`);
    return [...(sideways ? ['the page'] : []), ...names];
  });

describe.skipIf(chromiumPath === undefined)('the looks of the hub', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
  });
  afterAll(() => stage.strike());
  afterEach(() => stage.clear());

  it.each(Object.keys(screens))('give axe nothing to object to, in light and dark: %s', async (name) => {
    const page = await show(stage, screens[name] as ScreenOf, { reducedMotion: 'reduce', bypassCSP: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes[0]?.target.join(' ')}`);
      expect(found).toEqual([]);
    }
  });

  it.each(Object.keys(screens))('need no scrolling sideways and cut nothing off at any width: %s', async (name) => {
    const page = await show(stage, screens[name] as ScreenOf);
    for (const width of [320, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect([width, ...(await sticksOut(page))]).toEqual([width]);
    }
  });

  it('show the guide beside the form where there is room and folded above it where there is not', async () => {
    const place = async (width: number) => {
      const page = await show(stage, screens['form with guide'] as ScreenOf, { viewport: { width, height: 800 } });
      return page.evaluate(() => {
        const root = document.querySelector('patchbay-hub')?.shadowRoot;
        const box = (selector: string) => root?.querySelector(selector)?.getBoundingClientRect() as DOMRect;
        return {
          beside: box('.guide').right <= box('.form').left + 1,
          above: box('.guide').bottom <= box('.form').top + 1,
        };
      });
    };
    expect(await place(1280)).toEqual({ beside: true, above: false });
    expect(await place(768)).toEqual({ beside: true, above: false });
  });

  it('fold the guide on a phone, with its warning in sight', async () => {
    const { page } = await stage.open(many, { context: { viewport: { width: 320, height: 700 } } });
    await openHumaans(page);
    expect(await page.getByText('Owner', { exact: true }).isVisible()).toBe(true);
    expect(await page.getByText('Sign in to Humaans').isVisible()).toBe(false);
    const toggle = page.getByRole('button', { name: 'Show the guide' });
    expect(await toggle.getAttribute('aria-expanded')).toBe('false');
    await toggle.click();
    expect(await page.getByText('Sign in to Humaans').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Hide the guide' }).click();
    expect(await page.getByText('Sign in to Humaans').isVisible()).toBe(false);
  });

  it('stand still for those who asked for less motion', async () => {
    const moving = (page: Page) =>
      page.evaluate(() => document.querySelector('patchbay-hub')?.shadowRoot?.getAnimations().length ?? 0);
    const calm = await show(stage, screens['testing the connection'] as ScreenOf, { reducedMotion: 'reduce' });
    expect(await moving(calm)).toBe(0);
    const lively = await show(stage, screens['testing the connection'] as ScreenOf);
    expect(await moving(lively)).toBeGreaterThan(0);
  });

  it('mirror where the page reads from right to left', async () => {
    const { page } = await stage.open(many);
    await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
    await openHumaans(page);
    const sides = await page.evaluate(() => {
      const root = document.querySelector('patchbay-hub')?.shadowRoot;
      const left = (selector: string) => root?.querySelector(selector)?.getBoundingClientRect().left ?? 0;
      const turned = getComputedStyle(root?.querySelector('.icon-back') as Element).transform;
      return { guideRightOfForm: left('.guide') > left('.form'), turned };
    });
    expect(sides).toEqual({ guideRightOfForm: true, turned: 'matrix(-1, 0, 0, 1, 0, 0)' });
  });

  describe('a theme', () => {
    const colours = (page: Page) =>
      page.evaluate(() => {
        const root = document.querySelector('patchbay-hub')?.shadowRoot;
        const style = (selector: string) => getComputedStyle(root?.querySelector(selector) as Element);
        return { ground: style('.hub').backgroundColor, accent: style('.primary').backgroundColor };
      });

    const reach = async (opening: Opening) => {
      const { page } = await stage.open(many, opening);
      await openHumaans(page);
      return page;
    };

    it('follows the system unless told otherwise', async () => {
      const light = await colours(await reach({ context: { colorScheme: 'light' } }));
      const dark = await colours(await reach({ context: { colorScheme: 'dark' } }));
      expect([light.ground, dark.ground]).toEqual(['rgb(255, 255, 255)', 'rgb(15, 18, 22)']);
    });

    it('can be fixed against the system', async () => {
      const page = await reach({ attributes: { theme: 'dark' }, context: { colorScheme: 'light' } });
      expect((await colours(page)).ground).toBe('rgb(15, 18, 22)');
      await page.evaluate(() => document.querySelector('patchbay-hub')?.setAttribute('theme', 'light'));
      await expect.poll(async () => (await colours(page)).ground).toBe('rgb(255, 255, 255)');
    });

    it('sets tokens from JSON, from an object, and from the style sheet of the page, which wins', async () => {
      const page = await reach({ attributes: { theme: '{"accent": "rgb(1, 2, 3)"}' } });
      expect((await colours(page)).accent).toBe('rgb(1, 2, 3)');
      await page.evaluate(() => {
        const hub = document.querySelector('patchbay-hub');
        Object.assign(hub as object, { themeObject: { accent: 'rgb(4, 5, 6)', colorScheme: 'dark' } });
      });
      await expect.poll(() => colours(page)).toEqual({ ground: 'rgb(15, 18, 22)', accent: 'rgb(4, 5, 6)' });
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('patchbay-hub { --pb-accent: rgb(7, 8, 9) }');
        document.adoptedStyleSheets.push(sheet);
      });
      await expect.poll(async () => (await colours(page)).accent).toBe('rgb(7, 8, 9)');
    });

    it('uses the font of the page in an embedding page and Inter on the hosted one', async () => {
      const font = (page: Page) =>
        page.evaluate(
          () =>
            getComputedStyle(document.querySelector('patchbay-hub')?.shadowRoot?.querySelector('.hub') as Element)
              .fontFamily,
        );
      const embedded = await stage.open(many);
      await embedded.page.getByText('Nutshell').waitFor();
      expect(await font(embedded.page)).toBe('Verdana, sans-serif');
      const hosted = await stage.open(many, { hosted: true });
      await hosted.page.getByText('Nutshell').waitFor();
      expect(await font(hosted.page)).toContain('Inter Variable');
      await hosted.page.evaluate(() => document.fonts.ready);
      expect(await hosted.page.evaluate(() => document.fonts.check('14px "Inter Variable"'))).toBe(true);
    });
  });

  it('take the height they are given, or grow with what they hold', async () => {
    const height = (page: Page) =>
      page.evaluate(() => document.querySelector('patchbay-hub')?.getBoundingClientRect().height);
    const fixed = await stage.open(many, { attributes: { height: '480px' } });
    await fixed.page.getByText('Nutshell').waitFor();
    expect(await height(fixed.page)).toBe(480);
    const usual = await stage.open(many);
    await usual.page.getByText('Nutshell').waitFor();
    expect(await height(usual.page)).toBe(600);
    const grown = await stage.open(many, { attributes: { height: 'auto' } });
    await openHumaans(grown.page);
    expect(await height(grown.page)).toBeGreaterThan(700);
  });

  it('draw the cable from the hub to the tool when an account is linked', async () => {
    const { page } = await stage.open(many);
    await sendToken(page);
    await page.getByRole('heading', { name: 'Humaans is connected' }).waitFor();
    const cable = await page.evaluate(async () => {
      const root = document.querySelector('patchbay-hub')?.shadowRoot;
      await Promise.all((root?.getAnimations() ?? []).map((animation) => animation.finished));
      const line = getComputedStyle(root?.querySelector('.done .cable-line') as Element);
      return { name: line.animationName, offset: Number.parseFloat(line.strokeDashoffset) };
    });
    expect(cable).toEqual({ name: 'draw', offset: 0 });
  });
});
