import * as api from './api.js';
import { element, sizeText } from './element.js';

const mostSource = 512 * 1024;
const mostRows = 1000;

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
    element('header', {}, element('div', { class: 'tools' }, element('button', { type: 'button', id: 'back', click: actions.back }, '‹ Messages'))),
    element('p', { class: 'hint', role: 'alert' }, sentence('This message', failure)));
}

const sentence = (what, failure) => (failure instanceof api.Gone ? 'This message was deleted.' : `${what} cannot be shown: ${api.reason(failure)}.`);

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
      element('button', { type: 'button', id: 'back', click: actions.back }, '‹ Messages'),
      element('h2', {}, message.subject || '(no subject)'),
      element('button', { type: 'button', id: 'delete', title: 'Delete', click: () => actions.remove(message.id) }, 'Delete')),
    element('dl', {},
      ...line('From', message.from),
      ...line('To', message.to),
      ...line('Cc', message.cc),
      ...line('Date', message.date && new Date(message.date).toLocaleString()),
      ...line('Envelope', `<${message.sender}> → ${message.recipients.slice(0, 20).join(', ')}${message.recipients.length > 20 ? ` and ${message.recipients.length - 20} more` : ''}`)),
    element('p', { class: 'badges' },
      message.tls ? badge(message.tls.replace(/^Tls1(\d)?$/, (_, minor) => 'TLS 1.' + (minor ?? 0)).replace('Tls', 'TLS '), 'good') : badge('in clear', 'plain'),
      message.user === null ? null : badge('login ' + message.user, 'plain'),
      badge('EHLO ' + message.client, 'plain'),
      badge(sizeText(message.size), 'plain'),
      badge(message.id, 'plain')));
}

// What is in the frame has an origin of its own, and a policy by which it loads, runs and opens nothing.
function frame(message) {
  return element('iframe', { sandbox: '', referrerpolicy: 'no-referrer', title: 'HTML of the message', src: api.addressOf(message.id, 'view') });
}

function textOf(message) {
  if (message.text === null)
    return element('p', { class: 'hint' }, 'The message has no plain text.');
  return withNote(element('pre', {}, message.text), message.isTextCut ? 'This is the beginning of it.' : null, 'The whole text', api.addressOf(message.id, 'text'));
}

function headersOf(message) {
  const table = element('table', { class: 'headers' },
    ...message.headers.slice(0, mostRows).map((field) => element('tr', {}, element('th', { scope: 'row' }, field.name), element('td', {}, field.value))));
  return withNote(table, message.headers.length > mostRows ? `These are ${mostRows} of ${message.headers.length} fields.` : null);
}

async function sourceOf(message) {
  const source = await api.source(message.id, mostSource);
  return withNote(element('pre', { class: 'source' }, source.text), source.isCut ? 'This is the beginning of it.' : ' ', 'Save as ' + message.id + '.eml', api.addressOf(message.id, 'raw'));
}

function attachmentsOf(message) {
  const table = element('table', { class: 'attachments' },
    ...message.attachments.slice(0, mostRows).map((attachment) => element('tr', {},
      element('td', {}, element('a', { href: api.addressOf(message.id, 'attachments/' + attachment.index), download: '' }, attachment.name || '(no name)')),
      element('td', {}, attachment.type),
      element('td', { class: 'number' }, sizeText(attachment.size)),
      element('td', {}, attachment.inline ? 'in the text' : ''))));
  return withNote(table, message.attachments.length > mostRows ? `These are ${mostRows} of ${message.attachments.length} attachments.` : null);
}

function dialogueOf(message) {
  const kinds = { C: 'client', S: 'server', '*': 'event' };
  return element('ol', { class: 'dialogue' },
    ...message.dialogue.map((line) => element('li', { class: kinds[line.who] + (line.encrypted ? ' encrypted' : ''), title: line.encrypted ? 'inside TLS' : 'in clear' },
      element('b', {}, line.who), element('span', {}, line.text))));
}

function withNote(content, note, link, address) {
  if (!note)
    return content;
  return element('div', {}, element('p', { class: 'note' }, note + ' ', link ? element('a', { href: address, download: '' }, link) : null), content);
}
