// What the page asks the sandbox. Addresses are relative, so the token in the page's own address goes with them.

// A message that is no longer there.
export class Gone extends Error {}

// An answer other than what was asked for.
class Refusal extends Error {}

async function ask(address, options) {
  const response = await fetch(address, { cache: 'no-store', referrerPolicy: 'no-referrer', ...options });
  if (response.status === 404)
    throw new Gone('it was deleted');
  if (!response.ok)
    throw new Refusal(`the sandbox answered ${response.status}`);
  return response;
}

// Why something failed, as a person reads it. Browsers have words of their own for a server that does not answer.
export const reason = (failure) =>
  (failure instanceof Gone || failure instanceof Refusal ? failure.message : 'the sandbox does not answer');

const json = async (address, options) => (await ask(address, options)).json();

export const addressOf = (id, part) => 'api/messages/' + encodeURIComponent(id) + (part ? '/' + part : '');

export const list = (conditions, signal) => json('api/messages?' + new URLSearchParams(conditions), { signal });

export const changes = async (version) => (await json('api/changes?' + new URLSearchParams({ version, timeout: 25 }))).version;

export const message = (id) => json(addressOf(id));

export const remove = (id) => ask(addressOf(id), { method: 'DELETE' });

export const clear = () => ask('api/messages', { method: 'DELETE' });

// The first octets of a message, as text; the rest is not waited for.
export async function source(id, most) {
  const reader = (await ask(addressOf(id, 'raw'))).body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let octets = 0;
  while (octets < most) {
    const { done, value } = await reader.read();
    if (done)
      return { text: text + decoder.decode(), isCut: false };
    octets += value.length;
    text += decoder.decode(value, { stream: true });
  }

  await reader.cancel();
  return { text: text.slice(0, most), isCut: true };
}
