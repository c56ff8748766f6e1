// The page: pictures come in by drop, choice, paste, camera or sample; each becomes a card with its answer.

import { ask, offers } from '/api.js';
import { createCard, showAnswer, showProblem } from '/card.js';
import { addFeedback } from '/feedback.js';
import { download, toCsv } from '/history.js';
import { createTabs } from '/tabs.js';
import { headline, percent, problem } from '/words.js';

const byId = (id) => document.getElementById(id);
const answers = [];
const cards = [];
let service;
let about = null;

const model = () => service.models.find((one) => one.name === byId('model').value) ?? service.models[0];

async function start() {
  try {
    service = await offers();
  } catch {
    say('The service cannot be reached. Reload the page to try again.', true);
    return;
  }
  byId('model').replaceChildren(...service.models.map((one) => new Option(one.name, one.name)));
  byId('model-choice').hidden = service.models.length < 2;
  if (service.feedback) byId('privacy').textContent = 'Pictures are looked at, answered and forgotten, unless you send a correction.';
  showModel();
  document.body.dataset.ready = 'true';
}

function showModel() {
  byId('version').textContent = `Model ${model().version}`;
  byId('samples').replaceChildren(...model().samples.map(sample));
  byId('samples-box').hidden = model().samples.length === 0;
  if (!byId('about').hidden) showAbout();
}

function sample(path, index) {
  const entry = document.createElement('li');
  const button = document.createElement('button');
  const image = document.createElement('img');
  button.type = 'button';
  image.src = path;
  image.alt = `Sample ${index + 1}`;
  image.width = image.height = 64;
  button.append(image);
  button.addEventListener('click', async () => add([new File([await (await fetch(path)).blob()], path.split('/').pop(), { type: 'image/png' })]));
  entry.append(button);
  return entry;
}

function add(files) {
  if (!service) return;
  const list = [...files];
  if (list.length === 0) return;
  byId('visit').hidden = false;
  const made = list.map((file) => {
    const name = file.name || 'picture';
    const card = createCard(name, file);
    cards.push(card);
    return { file, name, card };
  });

  // The first of them on top.
  byId('answers').prepend(...made.map(({ card }) => card.element));
  made[0].card.element.scrollIntoView({ block: 'nearest' });
  for (const one of made) answer(one);
}

async function answer({ file, name, card }) {
  const asked = model();
  if (file.size > service.maxBytes) {
    fail(card, name, { reason: 'body-too-large' });
    return;
  }
  const { prediction, version, problem: refused } = await ask(file, name, asked.name);
  if (refused) {
    fail(card, name, refused);
    return;
  }
  showAnswer(card, prediction);
  answers.push({ name, prediction, version });
  if (service.feedback) addFeedback(card, { file, name, model: asked.name, prediction, classes: asked.classes });
  say(`${name}: ${headline(prediction)}, ${percent(prediction.confidence)}.`);
}

function fail(card, name, body) {
  showProblem(card, body);
  say(`${name}: no answer. ${problem(body)}`);
}

/** For screen readers; aloud and seen where nothing else on the page says it. */
function say(text, seen = false) {
  const status = byId('status');
  status.textContent = text;
  status.className = seen ? 'problem' : 'unseen';
}

async function showAbout() {
  const wanted = model().version;
  if (about === wanted) return;
  const place = byId('about');
  place.textContent = 'Reading …';
  const response = await fetch(`/model/${encodeURIComponent(model().name)}`).catch(() => null);
  if (!response?.ok) {
    place.textContent = 'What is known of the model cannot be read now. Try again in a little while.';
    return;
  }

  // Written by the service, which escapes everything that is not its own markup.
  place.innerHTML = await response.text();
  for (const wide of place.querySelectorAll('.wide')) wide.tabIndex = 0;
  about = wanted;
}

const drop = byId('drop');
for (const kind of ['dragenter', 'dragover']) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
}
document.addEventListener('dragleave', (event) => {
  if (!event.relatedTarget) drop.classList.remove('over');
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  tabs.select('try');
  add(event.dataTransfer.files);
});
document.addEventListener('paste', (event) => {
  if (event.clipboardData.files.length > 0) {
    event.preventDefault();
    tabs.select('try');
    add(event.clipboardData.files);
  }
});
for (const id of ['files', 'camera']) {
  byId(id).addEventListener('change', (event) => {
    add(event.target.files);
    event.target.value = '';
  });
}
byId('csv').addEventListener('click', () => download(toCsv(answers), 'what-are-you-wearing.csv'));
byId('clear').addEventListener('click', () => {
  for (const card of cards.splice(0)) card.dispose();
  answers.length = 0;
  byId('answers').replaceChildren();
  byId('visit').hidden = true;
  byId('files').focus();
});
byId('model').addEventListener('change', showModel);
const tabs = createTabs(document.querySelector('.tabs'), (name) => {
  if (name === 'about' && service) showAbout();
});
start();
