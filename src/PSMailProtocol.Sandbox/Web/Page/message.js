import * as api from './api.js';
import { element, listText, sizeText } from './element.js';

const mostSource = 512 * 1024;
const mostRows = 1000;
const beginning = 'This is the beginning of it.';

const place = document.getElementById('message');

// The message that is shown, or is about to be.
let shown = null;
let asked = 0;

export const shownId = () => shown?.id ?? null;

export function close() {
  asked++;
  shown = null;
  document.body.classList.remove('reading');
  place.replaceChildren(element('p', { class: 'hint' }, 'Choose a message.'));
}

// Says that the message which is shown was deleted; what is read of it stays.
export function sayGone() {
  if (document.getElementById('gone') === null)
    place.prepend(element('p', { class: 'failure', id: 'gone', role: 'status' }, 'This message was deleted.'));
}

// Shows a message; actions are what its buttons do. False if another was asked for meanwhile, or it cannot be shown.
export async function open(id, actions) {
  const own = ++asked;
  const tabsOfThis = [];
  shown = { id, tabs: tabsOfThis };
  let message;
  try {
    message = await api.message(id);
  } catch (failure) {
    if (own === asked)
      fail(failure, actions);
    throw failure;
  }

  if (own !== asked)
    return false;
  document.body.classList.add('reading');
  const panel = element('div', { id: 'panel', role: 'tabpanel' });
  const tabs = element('div', { role: 'tablist', 'aria-label': 'Parts of the message' });
  const parts = [
    ['HTML', message.hasHtml ? () => frame(message) : null],
    ['Text', () => textOf(message)],
    ['Headers', () => headersOf(message)],
    ['Source', () => sourceOf(message)],
    [`Attachments ${message.attachments.length || ''}`.trim(), message.attachments.length > 0 ? () => attachmentsOf(message) : null],
    ['Dialogue', () => dialogueOf(message)],
  ];
  parts.forEach(([title, show], index) => {
    const tab = element('button', {
      type: 'button', role: 'tab', 'aria-selected': 'false', disabled: show === null, title: `${title} (${index + 1})`,
      click: () => select(tab),
    }, title);
    tab.show = show;
    tabs.append(tab);
    tabsOfThis.push(tab);
  });

  async function select(tab) {
    tabsOfThis.forEach((other) => other.setAttribute('aria-selected', String(other === tab)));
    panel.setAttribute('aria-label', tab.textContent);
    let content;
    try {
      content = await tab.show();
    } catch (failure) {
      content = element('p', { class: 'hint', role: 'alert' }, sentence('This', failure));
    }

    if (tab.getAttribute('aria-selected') === 'true')
      panel.replaceChildren(content);
  }

  place.replaceChildren(headOf(message, actions), tabs, panel);
  place.scrollTop = 0;
  await select(tabsOfThis.find((tab) => !tab.disabled));
  return true;
}

// In a narrow window there is nothing but the message, so a way back stands beside what went wrong.
function fail(failure, actions) {
  shown = null;
  document.body.classList.add('reading');
  place.replaceChildren(
    element('header', {}, element('div', { class: 'tools' }, backButton(actions))),
    element('p', { class: 'hint', role: 'alert' }, sentence('This message', failure)));
}

const backButton = (actions) => element('button', { type: 'button', id: 'back', click: actions.back }, '‹ Messages');

const sentence = (what, failure) =>
  (failure instanceof api.Gone ? 'This message was deleted.' : `${what} cannot be shown: ${api.reason(failure)}.`);

export function selectTab(number) {
  const tab = shown?.tabs[number - 1];
  if (tab && !tab.disabled)
    tab.click();
}

function headOf(message, actions) {
  const line = (name, value) => (value ? [element('dt', {}, name), element('dd', {}, value)] : []);
  const badge = (text, kind) => element('span', { class: 'badge ' + kind }, text);
  return element('header', {},
    element('div', { class: 'tools' },
      backButton(actions),
      element('h2', {}, message.subject || '(no subject)'),
      element('button', { type: 'button', id: 'delete', title: 'Delete', click: () => actions.remove(message.id) }, 'Delete')),
    element('dl', {},
      ...line('From', message.from),
      ...line('To', message.to),
      ...line('Cc', message.cc),
      ...line('Date', message.date && new Date(message.date).toLocaleString()),
      ...line('Envelope', `<${message.sender}> → ${listText(message.recipients, 20)}`)),
    element('p', { class: 'badges' },
      message.tls ? badge(tlsText(message.tls), 'good') : badge('in clear', 'plain'),
      message.user === null ? null : badge('login ' + message.user, 'plain'),
      badge('EHLO ' + message.client, 'plain'),
      badge(sizeText(message.size), 'plain'),
      badge(message.id, 'plain')));
}

// 'Tls12', as .NET names it, is TLS 1.2.
const tlsText = (name) => name.replace(/^Tls1(\d)?$/, (_, minor) => 'TLS 1.' + (minor ?? 0)).replace('Tls', 'TLS ');

// What is in the frame has an origin of its own, and a policy by which it loads, runs and opens nothing.
function frame(message) {
  const src = api.addressOf(message.id, 'view');
  return element('iframe', { sandbox: '', referrerpolicy: 'no-referrer', title: 'HTML of the message', src });
}

function textOf(message) {
  if (message.text === null)
    return element('p', { class: 'hint' }, 'The message has no plain text.');
  const note = message.isTextCut ? beginning : null;
  return withNote(element('pre', {}, message.text), note, 'The whole text', api.addressOf(message.id, 'text'));
}

function headersOf(message) {
  const table = element('table', { class: 'headers' },
    ...message.headers.slice(0, mostRows).map((field) =>
      element('tr', {}, element('th', { scope: 'row' }, field.name), element('td', {}, field.value))));
  return withNote(table, message.headers.length > mostRows ? `These are ${mostRows} of ${message.headers.length} fields.` : null);
}

async function sourceOf(message) {
  const source = await api.source(message.id, mostSource);
  const note = source.isCut ? beginning : ' ';
  const content = element('pre', { class: 'source' }, source.text);
  return withNote(content, note, `Save as ${message.id}.eml`, api.addressOf(message.id, 'raw'));
}

function attachmentsOf(message) {
  const table = element('table', { class: 'attachments' },
    ...message.attachments.slice(0, mostRows).map((attachment) => element('tr', {},
      element('td', {}, download(api.addressOf(message.id, 'attachments/' + attachment.index), attachment.name || '(no name)')),
      element('td', {}, attachment.type),
      element('td', { class: 'number' }, sizeText(attachment.size)),
      element('td', {}, attachment.inline ? 'in the text' : ''))));
  const count = message.attachments.length;
  return withNote(table, count > mostRows ? `These are ${mostRows} of ${count} attachments.` : null);
}

function dialogueOf(message) {
  const kinds = { C: 'client', S: 'server', '*': 'event' };
  return element('ol', { class: 'dialogue' },
    ...message.dialogue.map((line) => {
      const title = line.encrypted ? 'inside TLS' : 'in clear';
      return element('li', { class: kinds[line.who] + (line.encrypted ? ' encrypted' : ''), title },
        element('b', {}, line.who), element('span', {}, line.text));
    }));
}

function withNote(content, note, link, address) {
  if (!note)
    return content;
  return element('div', {}, element('p', { class: 'note' }, note + ' ', link ? download(address, link) : null), content);
}

const download = (address, text) => element('a', { href: address, download: '' }, text);
