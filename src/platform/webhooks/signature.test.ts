import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newSigningSecret, signatureHeaders, standardSignature } from './signature.ts';

describe('signatures', () => {
  it('are those of the example in the Standard Webhooks specification', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const body = Buffer.from('{"test": 2432232314}');
    expect(standardSignature(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, body)).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  it('are made with secrets of 256 random bits', () => {
    const [one, two] = [newSigningSecret(), newSigningSecret()];
    expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(one).not.toBe(two);
  });

  it('are given for the current secret and for the one before', () => {
    const [current, previous] = [newSigningSecret(), newSigningSecret()];
    const body = Buffer.from('{"ü":1}');
    const headers = signatureHeaders([current, previous], 'msg', 1_700_000_000_999, body);
    const hmac = (secret: string) => createHmac('sha256', secret).update(body).digest('base64url');
    expect(headers).toEqual({
      'webhook-id': 'msg',
      'webhook-timestamp': '1700000000',
      'webhook-signature': [current, previous]
        .map((secret) => standardSignature(secret, 'msg', 1_700_000_000, body))
        .join(' '),
      'x-stackone-signature': hmac(current),
      'x-stackone-signature-previous': hmac(previous),
    });
    expect(signatureHeaders([current], 'msg', 0, body)).not.toHaveProperty('x-stackone-signature-previous');
  });
});
