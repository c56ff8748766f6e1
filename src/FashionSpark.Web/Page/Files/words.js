// What a model's answer is in words.

const items = {
  'trouser': 'trousers', 'trousers': 'trousers', 'pants': 'trousers', 'shorts': 'shorts', 'shoes': 'shoes', 'jeans': 'jeans',
  'outwear': 'outerwear', 'longsleeve': 'a long-sleeved top', 't-shirt/top': 'a T-shirt or top', 't-shirt': 'a T-shirt',
};

/** A class as a person says it: "a shirt", "an ankle boot", "shorts". */
export function item(name) {
  const known = items[name.toLowerCase()];
  if (known) return known;
  const plain = name.toLowerCase().replaceAll('_', ' ');
  return `${/^[aeiou]/.test(plain) ? 'an' : 'a'} ${plain}`;
}

export function headline(prediction) {
  if (!prediction.sure) return 'Not sure';
  const what = item(prediction.class);
  if (prediction.confidence >= 0.95) return `Almost certainly ${what}`;
  if (prediction.confidence >= 0.7) return `Most likely ${what}`;
  return `Probably ${what}`;
}

export function confidence(prediction) {
  const share = percent(prediction.confidence);
  if (!prediction.sure) {
    const [first, second] = prediction.probabilities.map((one) => item(one.class));
    return `Perhaps ${first}${second ? `, or ${second}` : ''}. The model gives its best guess only ${share}, too little to rely on.`;
  }
  if (prediction.confidence >= 0.95) return `The model is very sure: ${share}.`;
  if (prediction.confidence >= 0.7) return `The model is fairly sure: ${share}.`;
  return `The model is in two minds: ${share}.`;
}

export function percent(share) {
  const value = share * 100;
  if (value > 99.9 && value < 100) return '> 99.9 %';
  if (value < 0.1 && value > 0) return '< 0.1 %';
  return `${value.toFixed(1)} %`;
}

const problems = {
  'empty': 'The file is empty.',
  'unknown-format': 'This is no picture that can be read here. JPEG, PNG, WebP, GIF, BMP and TIFF can.',
  'unsupported': 'Pictures of this kind are not read here. Save it as JPEG or PNG and try again.',
  'truncated': 'The picture is cut off: a part of the file is missing.',
  'corrupt': 'The picture is damaged and cannot be read.',
  'crashed-decoder': 'The picture is damaged and cannot be read.',
  'too-large': 'The picture has more pixels than can be looked at here. Make it smaller and try again.',
  'body-too-large': 'The file is too large.',
  'busy': 'Many people are asking at this moment. Try again in a little while.',
  'too-many-requests': 'That was very many pictures in a minute. Try again in a little while.',
};

/** Why there is no answer, for a visitor. */
export function problem(body) {
  return problems[body.reason] ?? body.detail ?? 'Something went wrong.';
}
