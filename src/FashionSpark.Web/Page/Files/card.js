// One picture with its answer.

import { confidence, headline, item, percent, problem } from '/words.js';

const template = document.getElementById('card');

export function createCard(name, file) {
  const element = template.content.firstElementChild.cloneNode(true);
  const photo = URL.createObjectURL(file);
  const image = element.querySelector('img');
  image.src = photo;
  image.alt = name;
  element.classList.add('looking');
  element.querySelector('.file').textContent = name;
  element.querySelector('.views').setAttribute('aria-label', `How to show ${name}`);
  return { element, image, photo, dispose: () => URL.revokeObjectURL(photo) };
}

export function showAnswer(card, prediction) {
  const { element } = card;
  element.classList.remove('looking');
  element.classList.toggle('unsure', !prediction.sure);
  element.querySelector('h3').textContent = headline(prediction);
  element.querySelector('.words').textContent = confidence(prediction);
  const meter = element.querySelector('.meter');
  meter.removeAttribute('hidden');
  meter.setAttribute('aria-label', `Confidence ${percent(prediction.confidence)}`);
  meter.querySelector('.f1').setAttribute('width', (prediction.confidence * 100).toFixed(2));
  const rest = prediction.sure ? prediction.probabilities.slice(1, 4) : prediction.probabilities.slice(0, 4);
  element.querySelector('.others').replaceChildren(...rest.map(candidate));
  addViews(card, prediction);
}

export function showProblem(card, body) {
  card.element.classList.remove('looking');
  card.element.classList.add('failed');
  card.element.querySelector('h3').textContent = 'No answer';
  card.element.querySelector('.words').textContent = problem(body);
  const bare = () => card.element.classList.add('bare');
  card.image.addEventListener('error', bare, { once: true });
  if (card.image.complete && card.image.naturalWidth === 0) bare();
}

function candidate({ class: name, probability }) {
  const row = document.createElement('li');
  const label = document.createElement('span');
  label.textContent = item(name);
  const share = document.createElement('span');
  share.textContent = percent(probability);
  row.append(label, bar(probability), share);
  return row;
}

function bar(share) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 100 8');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  for (const [kind, width] of [['track', 100], ['f1', (share * 100).toFixed(2)]]) {
    const rect = document.createElementNS(space, 'rect');
    rect.setAttribute('class', kind);
    rect.setAttribute('width', width);
    rect.setAttribute('height', '8');
    svg.append(rect);
  }
  return svg;
}

/** The photo, what the model saw of it, and where it looked. */
function addViews(card, prediction) {
  const sources = {
    photo: card.photo,
    seen: prediction.seen && `data:image/png;base64,${prediction.seen}`,
    heat: prediction.heat && `data:image/png;base64,${prediction.heat}`,
  };
  const alts = { photo: card.image.alt, seen: `${card.image.alt} as the model saw it`, heat: `${card.image.alt}, in orange where the model looked` };
  const group = card.element.querySelector('.views');
  const show = (view) => {
    card.image.src = sources[view];
    card.image.alt = alts[view];
    for (const button of group.children) button.setAttribute('aria-pressed', String(button.dataset.view === view));
  };
  for (const button of group.children) {
    button.hidden = !sources[button.dataset.view];
    button.addEventListener('click', () => show(button.dataset.view));
  }
  group.hidden = false;

  // Small pictures are shown with their pixels; a photo that the browser cannot show, such as TIFF, as the model saw it.
  card.image.addEventListener('load', () => card.image.classList.toggle('small', card.image.naturalWidth < 64));
  card.image.classList.toggle('small', card.image.complete && card.image.naturalWidth < 64);
  const unshown = () => {
    if (!sources.seen || card.image.getAttribute('src') !== sources.photo) return;
    group.querySelector('[data-view="photo"]').hidden = true;
    show('seen');
  };
  card.image.addEventListener('error', unshown);
  if (card.image.complete && card.image.naturalWidth === 0) unshown();
}
