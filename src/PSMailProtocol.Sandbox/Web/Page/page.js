import * as api from './api.js';
import * as list from './list.js';
import * as message from './message.js';

const search = document.getElementById('search');
const state = document.getElementById('state');
const rows = document.getElementById('list');
const keys = document.getElementById('keys');
const confirmation = document.getElementById('confirm');
const failed = document.getElementById('failure');

const actions = { back, remove };

async function open(id) {
  if (id === null)
    return;
  list.choose(id);
  try {
    if (await message.open(id, actions))
      document.getElementById('message').focus({ preventScroll: true });
  } catch (failure) {
    // The message's place says why.
    if (failure instanceof api.Gone)
      list.drop(id);
  }
}

// What failed stands there until something works.
function say(text) {
  failed.textContent = text;
  failed.hidden = text === '';
}

function back() {
  message.close();
  rows.focus();
}

async function remove(id) {
  if (id === null)
    return;
  try {
    await api.remove(id);
  } catch (failure) {
    if (!(failure instanceof api.Gone)) {
      say(`The message is not deleted: ${api.reason(failure)}.`);
      return;
    }
  }

  say('');
  list.drop(id);
  if (message.shownId() === id)
    back();
}

async function clear() {
  confirmation.close();
  try {
    await api.clear();
  } catch (failure) {
    say(`The messages are not deleted: ${api.reason(failure)}.`);
    return;
  }

  say('');
  back();
}

async function find(text) {
  try {
    await list.search(text);
  } catch (failure) {
    // Another search, or what came meanwhile, took its place.
    if (failure.name !== 'AbortError')
      say(`The search failed: ${api.reason(failure)}.`);
    return;
  }

  say('');
  markGone();
}

function markGone() {
  if (message.shownId() !== null && list.isGone(message.shownId()))
    message.sayGone();
}

function move(step) {
  const id = list.neighbour(step);
  if (message.shownId() !== null)
    open(id);
  else
    list.choose(id);
}

const keyActions = {
  j: () => move(1),
  ArrowDown: () => move(1),
  k: () => move(-1),
  ArrowUp: () => move(-1),
  Home: () => move(-Infinity),
  End: () => move(Infinity),
  Enter: () => open(list.chosenId()),
  Delete: () => remove(message.shownId() ?? list.chosenId()),
  Escape: back,
  '/': () => search.focus(),
  '?': () => keys.showModal(),
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]'))
    return;
  if (event.target === search) {
    inSearch(event);
    return;
  }

  const isControl = event.target.closest('button, a, input') !== null;
  if (isControl && event.key === 'Enter')
    return;
  const act = keyActions[event.key] ?? (/^[1-6]$/.test(event.key) ? () => message.selectTab(Number(event.key)) : null);
  const scrolls = event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End';
  if (act === null || scrolls && event.target !== rows && event.target !== document.body)
    return;
  event.preventDefault();
  act();
});

function inSearch(event) {
  if (event.key === 'Escape') {
    search.value = '';
    find('');
    rows.focus();
  } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
    rows.focus();
    if (list.chosenId() === null)
      list.choose(list.neighbour(0));
  } else {
    return;
  }

  event.preventDefault();
}

// A search begins when the typing pauses.
let typing = null;
search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => find(search.value), 150);
});

rows.addEventListener('click', (event) => open(event.target.closest('li')?.dataset.id ?? null));
document.getElementById('help').addEventListener('click', () => keys.showModal());
document.getElementById('clear').addEventListener('click', () => confirmation.showModal());
document.getElementById('confirmed').addEventListener('click', clear);
for (const button of document.querySelectorAll('[data-close]'))
  button.addEventListener('click', () => button.closest('dialog').close());

// Waits for changes for as long as the page is there, and asks again after a while when the sandbox does not answer.
async function follow() {
  while (true) {
    try {
      const version = await list.refresh();
      markGone();
      state.textContent = 'listening';
      state.className = 'on';
      while (await api.changes(version) === version)
        continue;
    } catch (failure) {
      // A search took the place of what was being loaded.
      if (failure.name === 'AbortError')
        continue;
      state.textContent = 'the sandbox does not answer';
      state.className = 'off';
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

rows.focus();
follow();
