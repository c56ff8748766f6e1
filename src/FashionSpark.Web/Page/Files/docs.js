// Reads the OpenAPI document and lets every operation in it be tried.

const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

async function start() {
  const api = await (await fetch('/openapi/v1.json')).json();
  document.getElementById('title').textContent = api.info.title;
  document.getElementById('description').textContent = api.info.description;
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      document.getElementById('operations').append(describe(path, method.toUpperCase(), operation));
    }
  }
  document.body.dataset.ready = 'true';
}

function describe(path, method, operation) {
  const fields = (operation.parameters ?? []).map((parameter) => ({ parameter, input: field(parameter) }));
  const form = make('form', {}, ...fields.map(({ parameter, input }) => make('label', {}, parameter.name, input)));
  const body = operation.requestBody?.content['multipart/form-data']?.schema.properties ?? {};
  const parts = Object.keys(body).map((name) => ({ name, input: make('input', name === 'file' ? { type: 'file', multiple: true } : { type: 'text' }) }));
  form.append(...parts.map(({ name, input }) => make('label', {}, name, input)));
  form.append(make('button', { className: 'button primary', textContent: 'Send' }));
  const command = make('pre', { tabIndex: 0, ariaLabel: 'The same with curl' });
  const result = make('pre', { hidden: true, tabIndex: 0, role: 'status' });
  const url = () => {
    const query = new URLSearchParams();
    let filled = path;
    for (const { parameter, input } of fields) {
      const value = input.type === 'checkbox' ? String(input.checked) : input.value;
      if (parameter.in === 'path') filled = filled.replace(`{${parameter.name}}`, encodeURIComponent(value));
      else if (value && value !== 'false') query.set(parameter.name, value);
    }
    return query.size > 0 ? `${filled}?${query}` : filled;
  };
  const show = () => {
    const forms = parts.map(({ name, input }) => (input.type === 'file' ? ` -F ${name}=@${input.files[0]?.name ?? 'photo.jpg'}` : ` -F ${name}='${input.value}'`)).join('');
    command.textContent = `curl${forms} '${location.origin}${url()}'`;
  };
  form.addEventListener('input', show);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const data = new FormData();
    for (const { name, input } of parts) {
      if (input.type === 'file') for (const file of input.files) data.append(name, file, file.name);
      else data.append(name, input.value);
    }
    const response = await fetch(url(), { method, body: method === 'GET' ? undefined : data });
    result.hidden = false;
    result.textContent = `${response.status} ${response.statusText}\n${shorten(await response.text())}`;
  });
  show();
  return make('section', { className: 'operation' },
    make('h2', {}, make('b', { textContent: method }), make('code', { textContent: path }), make('span', { textContent: operation.summary ?? '' })),
    make('p', { textContent: operation.description ?? '' }), form, command, result);
}

function field(parameter) {
  return parameter.schema?.type === 'boolean' ? make('input', { type: 'checkbox' }) : make('input', { type: 'text', required: parameter.in === 'path' });
}

/** Pictures in base64 are not to be read. */
function shorten(text) {
  try {
    return JSON.stringify(JSON.parse(text), (_, value) => (typeof value === 'string' && value.length > 200 ? `${value.slice(0, 40)}… (${value.length} characters)` : value), 2);
  } catch {
    return text;
  }
}

start();
