// The service, as the page uses it. Two pictures are on their way at a time; when the service is busy it is asked again.

const atOnce = 2;
const tries = 6;
const waiting = [];
let sending = 0;

export async function offers() {
  const response = await fetch('/api/models');
  if (!response.ok) throw new Error(`The service answered ${response.status}.`);
  return response.json();
}

/** An answer for a picture: { prediction, version } or { problem }. */
export function ask(file, name, model) {
  return new Promise((resolve) => {
    waiting.push(async () => resolve(await send(file, name, model)));
    next();
  });
}

/** What a visitor says a picture shows. */
export async function correct(file, name, model, label) {
  const form = new FormData();
  form.append('label', label);
  form.append('file', file, name);
  const response = await fetch(`/api/feedback?model=${encodeURIComponent(model)}`, { method: 'POST', body: form });
  if (!response.ok) throw new Error((await response.json()).detail);
}

function next() {
  while (sending < atOnce && waiting.length > 0) {
    sending++;
    waiting.shift()().finally(() => {
      sending--;
      next();
    });
  }
}

async function send(file, name, model) {
  for (let i = 1; ; i++) {
    const form = new FormData();
    form.append('file', file, name);
    let response;
    try {
      response = await fetch(`/api/predict?explain=true&model=${encodeURIComponent(model)}`, { method: 'POST', body: form });
    } catch {
      return { problem: { reason: 'unreachable', detail: 'The service cannot be reached. Check the connection and try again.' } };
    }
    if ((response.status === 429 || response.status === 503) && i < tries) {
      const seconds = Number(response.headers.get('Retry-After')) || 1;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      continue;
    }
    const body = await response.json().catch(() => ({ detail: `The service answered ${response.status}.` }));
    return response.ok ? { prediction: body.predictions[0], version: body.version } : { problem: body };
  }
}
