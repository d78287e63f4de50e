import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, serveNutshell } from './testing/client.ts';

let client: Client;
beforeAll(async () => {
  client = await serveNutshell();
});
afterAll(() => client.close());

type Kind = 'quotes' | 'invoices';
const withStatus = async (kind: Kind, status: string) =>
  (await client.all(`/${kind}`)).find(({ displayStatus }) => displayStatus === status);

describe('quotes and invoices', () => {
  it('share their ids, and neither answers under the other’s path', async () => {
    const [quote] = await client.all('/quotes');
    const [invoice] = await client.all('/invoices');
    expect([quote.id, quote.type]).toEqual([expect.stringMatching(/-quotes$/), 'quotes']);
    expect([invoice.id, invoice.type]).toEqual([expect.stringMatching(/-quotes$/), 'invoices']);
    expect((await client.get(`/quotes/${invoice.id}`)).status).toBe(404);
    expect((await client.get(`/invoices/${quote.id}`)).status).toBe(404);
    expect(quote).toHaveProperty('acceptedTime');
    expect(invoice).toHaveProperty('paidTime');
    expect(invoice).toHaveProperty('completionComment');
  });

  it('add up: lines with their discounts, then tax', async () => {
    for (const kind of ['quotes', 'invoices'] as const)
      for (const { productLineItems, subtotalLineItems, total } of await client.all(`/${kind}`)) {
        let sum = 0;
        for (const line of productLineItems) {
          const full = Number(line.price.amount) * line.quantity;
          const expected = line.discountUnit === '%' ? full * (1 - line.discountNumber / 100) : full;
          expect(Number(line.total.amount)).toBeCloseTo(expected, 1);
          sum += expected;
        }
        const tax = subtotalLineItems.reduce(
          (all: number, line: { modifierValue: number }) => all + (sum * line.modifierValue) / 100,
          0,
        );
        expect(Number(total.amount)).toBeCloseTo(sum + tax, 1);
      }
  });

  it('are numbered after their lead, name a recipient, and write times in ISO 8601', async () => {
    for (const quote of (await client.all('/quotes')).slice(0, 20)) {
      const lead = await client.one(`/leads/${quote.links.lead}`);
      expect(quote.number).toBe(`${lead.number}-01`);
      expect(quote.createdTime).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
      if (quote.recipient !== null)
        expect(quote.recipient).toMatchObject({
          id: expect.stringMatching(/-(contacts|accounts)$/),
          name: expect.any(String),
        });
    }
  });

  it('expire when they are out and past their day', async () => {
    const expired = await withStatus('quotes', 'EXPIRED');
    expect(Date.parse(expired.validThroughTime)).toBeLessThan(Date.parse('2026-03-04T10:00:00Z'));
    const sent = await withStatus('quotes', 'SENT');
    expect(Date.parse(sent.validThroughTime)).toBeGreaterThan(Date.parse('2026-03-04T10:00:00Z'));
  });
});

describe('the status of a quote', () => {
  it('goes from draft over sent to accepted, and the times with it', async () => {
    const { id } = await withStatus('quotes', 'DRAFT');
    const set = async (body: object) => (await client.post(`/quotes/${id}/status`, body)).json.quotes[0];
    expect(await set({ status: 'SENT' })).toMatchObject({
      publishedTime: '2026-03-04T10:00:00Z',
      sentTime: '2026-03-04T10:00:00Z',
      acceptedTime: null,
    });
    expect(
      await set({ status: 'ACCEPTED', acceptedName: 'Jane Doe', acceptedEmail: 'jane@example.com' }),
    ).toMatchObject({
      displayStatus: 'ACCEPTED',
      acceptedTime: '2026-03-04T10:00:00Z',
      acceptedName: 'Jane Doe',
      acceptedEmail: 'jane@example.com',
    });
    expect((await client.post(`/quotes/${id}/status`, { status: 'SENT' })).status).toBe(400);
    expect((await set({ status: 'ARCHIVED' })).displayStatus).toBe('ARCHIVED');
  });

  it.each([[{}], [{ status: 'DRAFT' }], [{ status: 'EXPIRED' }], [{ status: 'sent' }], [{ status: 1 }], [undefined]])(
    'cannot be set with %j',
    async (body) => {
      const { id } = await withStatus('quotes', 'ACCEPTED');
      expect((await client.post(`/quotes/${id}/status`, body)).status).toBe(400);
    },
  );
});

describe('an invoice', () => {
  it('is made from a quote with its lines, and paid with a comment', async () => {
    const quote = await withStatus('quotes', 'ACCEPTED');
    const { status, json } = await client.post(`/quotes/${quote.id}/invoice`);
    expect(status).toBe(201);
    const [invoice] = json.invoices;
    expect(invoice).toMatchObject({
      type: 'invoices',
      displayStatus: 'DRAFT',
      total: quote.total,
      paidTime: null,
      links: quote.links,
    });
    expect(invoice.number).toMatch(new RegExp(`^${quote.number.split('-')[0]}-\\d{2}$`));
    expect(invoice.number).not.toBe(quote.number);
    await client.post(`/invoices/${invoice.id}/status`, { status: 'READY' });
    const paid = await client.post(`/invoices/${invoice.id}/status`, { status: 'ACCEPTED', comment: 'Paid via ACH' });
    expect(paid.json.invoices[0]).toMatchObject({
      displayStatus: 'ACCEPTED',
      paidTime: '2026-03-04T10:00:00Z',
      completionComment: 'Paid via ACH',
    });
  });

  it('is not made from a quote that was withdrawn, nor from an invoice', async () => {
    const revoked = await withStatus('quotes', 'REVOKED');
    expect((await client.post(`/quotes/${revoked.id}/invoice`)).status).toBe(400);
    const [invoice] = await client.all('/invoices');
    expect((await client.post(`/quotes/${invoice.id}/invoice`)).status).toBe(404);
  });
});

describe('maps', () => {
  it('name product and lead, and make up a lead’s value', async () => {
    const leads = new Map((await client.all('/leads')).map((lead) => [lead.id, lead]));
    const products = new Map((await client.all('/products')).map((product) => [product.id, product]));
    const worth = new Map<string, number>();
    for (const { name, price, quantity, links, productType } of await client.all('/productmaps')) {
      expect(products.get(links.product)).toMatchObject({ name, productType });
      expect(leads.get(links.lead)?.value.currency).toBe(price.currency);
      worth.set(links.lead, (worth.get(links.lead) ?? 0) + Number(price.amount) * quantity);
    }
    const byHand = [...worth].filter(([id, sum]) => Math.abs(Number(leads.get(id).value.amount) - sum) > 0.01);
    expect(byHand.length).toBeGreaterThan(100);
    expect(byHand.length).toBeLessThan(worth.size / 2);
  });

  it('come with the leads and competitors they join', async () => {
    const { competitorMaps, leads, competitors } = (
      await client.get('/competitormaps/1-competitorMaps,2-competitorMaps')
    ).json;
    const ids = (rows: { id: string }[]) => new Set(rows.map(({ id }) => id));
    for (const { links } of competitorMaps) {
      expect(ids(leads)).toContain(links.lead);
      expect(ids(competitors)).toContain(links.competitor);
    }
  });

  it('say how it went with a competitor', async () => {
    const leads = new Map((await client.all('/leads')).map(({ id, status }) => [id, status]));
    const expected: Record<string, string> = { won: 'beat', lost: 'stole', open: 'potential', cancelled: 'potential' };
    for (const { status, links } of await client.all('/competitormaps'))
      expect(status).toBe(expected[leads.get(links.lead)]);
  });
});
