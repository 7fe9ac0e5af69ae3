import * as api from './api.js';
import { element, listText, sizeText, timeText } from './element.js';

const mostRows = 5000;
const perRequest = 500;
const fields = ['from', 'to', 'subject', 'text'];

const rows = document.getElementById('list');
const count = document.getElementById('count');
const none = document.getElementById('none');

// The messages that are shown, the newest first, and the row of each.
let messages = [];
let total = 0;
let conditions = {};
let chosen = null;
let loading = null;
let searches = 0;
let isWhole = false;
const rowOf = new Map();

export const chosenId = () => chosen;

// Whether a message is known to be deleted; a search knows of those alone that it found.
export const isGone = (id) => isWhole && !messages.some((message) => message.id === id);

// "from:ann to:bob invoice" asks for each of them; a value in quotes may have spaces.
export function conditionsOf(text) {
  const found = {};
  const words = [];
  for (const [word, name, quoted, plain] of text.matchAll(/(?:(\w+):(?:"([^"]*)"?|(\S*)))|\S+/g)) {
    if (fields.includes(name))
      found[name] = quoted ?? plain;
    else
      words.push(word);
  }

  if (words.length > 0)
    found.search = words.join(' ');
  return found;
}

export async function search(text) {
  conditions = conditionsOf(text);
  searches++;
  await loadAll();
}

// Takes over what changed since; only what is new is asked for, unless messages went or a search sorts them out.
export async function refresh() {
  const isSearched = Object.keys(conditions).length > 0;
  if (isSearched || messages.length === 0)
    return loadAll();

  const before = searches;
  const response = await api.list({ after: messages[0].id, limit: perRequest });
  if (before !== searches || response.more || response.total !== messages.length + response.messages.length)
    return loadAll();
  take(response.messages, response.total, false);
  return response.version;
}

async function loadAll() {
  loading?.abort();
  const own = loading = new AbortController();
  const loaded = [];
  let response = null;
  let version = null;
  do {
    const after = loaded.length > 0 ? { after: loaded[loaded.length - 1].id } : {};
    response = await api.list({ ...conditions, ...after, limit: perRequest }, own.signal);
    version ??= response.version;
    loaded.push(...response.messages);
  } while (response.more);
  take(loaded, response.total, true);
  return version;
}

function take(loaded, newTotal, isAll) {
  const newest = loaded.reverse();
  const before = messages;
  const kept = isAll ? new Set(newest.map((message) => message.id)) : null;
  for (const [id, row] of isAll ? [...rowOf] : []) {
    if (!kept.has(id)) {
      row.remove();
      rowOf.delete(id);
    }
  }

  messages = isAll ? newest : newest.concat(messages);
  total = newTotal;
  isWhole = Object.keys(conditions).length === 0;
  let place = rows.firstElementChild;
  for (const message of messages.slice(0, mostRows)) {
    const row = rowOf.get(message.id);
    if (row && row === place) {
      place = row.nextElementSibling;
      continue;
    }

    const made = row ?? rowFor(message);
    rowOf.set(message.id, made);
    rows.insertBefore(made, place);
  }

  if (chosen !== null && !rowOf.has(chosen))
    choose(isWhole ? placeOf(chosen, before) : null);
  say();
}

// The message that moves up to the place of one that went, or the last one.
function placeOf(id, before) {
  const at = before.findIndex((message) => message.id === id);
  const next = before.slice(at + 1).find((message) => rowOf.has(message.id)) ?? messages[messages.length - 1];
  return at < 0 ? null : next?.id ?? null;
}

function say() {
  const isSearched = Object.keys(conditions).length > 0;
  const cut = messages.length > mostRows ? `, the newest ${mostRows} are listed` : '';
  const all = `${total} ${total === 1 ? 'message' : 'messages'}`;
  count.textContent = (isSearched ? `${messages.length} of ${total} messages` : all) + cut;
  none.hidden = messages.length > 0;
  none.textContent = isSearched ? 'No message contains that.' : 'No mail yet. What SMTP takes shows up here by itself.';
  document.title = total > 0 ? `(${total}) Mail sandbox` : 'Mail sandbox';
}

function rowFor(message) {
  const from = message.from || message.sender || '<>';
  const name = from.replace(/\s*<[^>]*>$/, '').replace(/^"|"$/g, '') || from;
  const notes = [
    message.attachmentCount > 0 ? `${message.attachmentCount} attached` : null,
    message.size > 1e6 ? sizeText(message.size) : null,
  ].filter(Boolean);
  const initial = ([...name.replace(/[^\p{L}\p{N}]/gu, '')][0] ?? '?').toUpperCase();
  const hue = [...name].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) % 997, 7) % 8;
  return element('li', { role: 'option', id: 'row-' + message.id, 'data-id': message.id, 'aria-selected': 'false' },
    element('span', { class: `initial hue-${hue}`, 'aria-hidden': 'true' }, initial),
    element('span', { class: 'from', title: from }, name),
    element('time', { datetime: message.accepted, title: new Date(message.accepted).toLocaleString() }, timeText(message.accepted)),
    element('span', { class: 'subject' }, message.subject || '(no subject)'),
    notes.length > 0 ? element('span', { class: 'notes' }, notes.join(' · ')) : null,
    element('span', { class: 'preview' }, message.preview),
    element('span', { class: 'to' }, 'to ' + listText(message.recipients, 3)));
}

export function choose(id) {
  rowOf.get(chosen)?.setAttribute('aria-selected', 'false');
  chosen = id;
  const row = rowOf.get(id);
  row?.setAttribute('aria-selected', 'true');
  row?.scrollIntoView({ block: 'nearest' });
  if (row)
    rows.setAttribute('aria-activedescendant', row.id);
  else
    rows.removeAttribute('aria-activedescendant');
}

// The id so many messages on, the first or last one beyond the ends; null where there is none.
export function neighbour(step) {
  const shown = messages.slice(0, mostRows);
  if (shown.length === 0)
    return null;
  const at = shown.findIndex((message) => message.id === chosen);
  const next = at >= 0 ? at + step : step === Infinity ? step : 0;
  return shown[Math.max(0, Math.min(shown.length - 1, next))].id;
}

// Takes a message out and chooses the one that moves up to its place.
export function drop(id) {
  const at = messages.findIndex((message) => message.id === id);
  if (at < 0)
    return;
  messages.splice(at, 1);
  total--;
  rowOf.get(id)?.remove();
  rowOf.delete(id);
  if (chosen === id)
    choose(messages.length > 0 ? messages[Math.min(at, messages.length - 1)].id : null);
  say();
}
