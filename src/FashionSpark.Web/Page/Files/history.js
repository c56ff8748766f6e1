// The answers of this visit. They are in this page's memory only.

const header = ['file', 'model', 'answer', 'confidence', 'sure', 'second', 'second confidence', 'third', 'third confidence'];

/** A cell that no spreadsheet takes for a formula. */
function cell(value) {
  const text = String(value ?? '');
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toCsv(answers) {
  const rows = answers.map(({ name, prediction, version }) => {
    const [, second, third] = prediction.probabilities;
    return [name, version, prediction.class, prediction.confidence, prediction.sure, second?.class, second?.probability, third?.class, third?.probability];
  });
  return [header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

export function download(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
