// Numbers of 16 bits, float16, in which a class sends its weights: not every browser reads them by itself.

const FRACTION = 2 ** 10; // of the bits that follow the exponent
const BIAS = 15;

function numberOf(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & (FRACTION - 1);
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return (sign * fraction * 2 ** (1 - BIAS)) / FRACTION;
  return sign * (1 + fraction / FRACTION) * 2 ** (exponent - BIAS);
}

// The numbers of bytes in little-endian order.
export function fromHalf(bytes) {
  return Float32Array.from({ length: bytes.length >> 1 }, (_, i) => numberOf(bytes[2 * i] | (bytes[2 * i + 1] << 8)));
}

// Numbers as text for a link, as weights_text in ui/visit/links.py writes them.
export function weightsText(numbers) {
  const bytes = new Uint8Array(Float32Array.from(numbers).buffer);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
