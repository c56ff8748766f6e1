// "Wrong? It is a ...", where the service takes corrections.

import { correct } from '/api.js';
import { item } from '/words.js';

let count = 0;

export function addFeedback(card, { file, name, model, prediction, classes }) {
  const form = document.createElement('form');
  const id = `truth-${count++}`;
  const label = document.createElement('label');
  label.htmlFor = id;
  label.textContent = 'Wrong? It is';
  const select = document.createElement('select');
  select.id = id;
  for (const one of classes.filter((other) => other !== prediction.class)) select.append(new Option(item(one), one));
  const button = document.createElement('button');
  button.className = 'button';
  button.textContent = 'Send';
  const note = document.createElement('p');
  note.className = 'note';
  note.textContent = 'Sending keeps this picture and your word for it, so that the next training can learn from them. Do not send pictures of other people without their consent.';
  form.append(label, select, button, note);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await correct(file, name, model, select.value);
      const thanks = document.createElement('p');
      thanks.className = 'note';
      thanks.setAttribute('role', 'status');
      form.replaceWith(thanks);
      thanks.textContent = `Thank you. Noted as ${item(select.value)}.`;
    } catch (error) {
      note.setAttribute('role', 'alert');
      note.textContent = `It could not be sent: ${error.message}`;
      button.disabled = false;
    }
  });
  card.element.querySelector('.extra').append(form);
}
