const SCALE = 2;
const PADDING_PX = 20;
const TITLE_PX = 15;
const LINE_PX = 21;

/** What a style sheet gives to a picture: a file has to carry it itself. */
const CARRIED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
] as const;

/** A copy of a drawing with all colours computed, as they are on the page now. */
function selfContained(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const copies = copy.querySelectorAll('*');
  svg.querySelectorAll('*').forEach((element, index) => {
    const style = getComputedStyle(element);
    const target = copies[index]!;
    for (const name of CARRIED) target.setAttribute(name, style.getPropertyValue(name));
    target.removeAttribute('class');
    target.removeAttribute('style');
  });
  const { width, height } = svg.getBoundingClientRect();
  copy.removeAttribute('style');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', `${width}`);
  copy.setAttribute('height', `${height}`);
  return new XMLSerializer().serializeToString(copy);
}

async function imageOf(svg: SVGSVGElement): Promise<HTMLImageElement> {
  const address = URL.createObjectURL(new Blob([selfContained(svg)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Breaks a sentence where the picture ends. */
function linesOf(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function offer(blob: Blob, file: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${file}.png`;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * Saves the drawing inside of an element as a PNG with its sentence above, in the colours of the page, twice as fine.
 * Does nothing when there is no drawing.
 */
export async function savePicture(inside: HTMLElement, { title, file }: { title: string; file: string }) {
  const svg = inside.querySelector<SVGSVGElement>('svg.recharts-surface, svg[data-picture]');
  if (!svg) return;
  const { width, height } = svg.getBoundingClientRect();
  const image = await imageOf(svg);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  const body = getComputedStyle(document.body);
  const font = `600 ${TITLE_PX}px ${body.fontFamily}`;
  context.font = font;
  const lines = linesOf(context, title, width);
  const top = PADDING_PX + lines.length * LINE_PX + 8;
  canvas.width = (width + 2 * PADDING_PX) * SCALE;
  canvas.height = (top + height + PADDING_PX) * SCALE;
  context.scale(SCALE, SCALE);
  context.fillStyle = getComputedStyle(inside.closest('figure') ?? document.body).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = body.color;
  context.font = font;
  lines.forEach((line, index) => {
    context.fillText(line, PADDING_PX, PADDING_PX + TITLE_PX + index * LINE_PX);
  });
  context.drawImage(image, PADDING_PX, top, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob) offer(blob, file);
}
