/**
 * Does the work that spares the waiting (`form[data-proof-of-work]`), in the form of ALTCHA: the number whose hash after
 * the salt is the challenge. Without a secure connection there is no hashing, and one waits as without a script.
 */
const AT_ONCE = 500;

export async function doProofOfWork() {
  const form = document.querySelector("form[data-proof-of-work]");
  if (!form || !window.crypto?.subtle) return;
  form.querySelector("[data-proof-status]").textContent = form.dataset.working;
  const found = await solve(form.dataset);
  if (found === null) return;
  const { algorithm, challenge, salt, signature } = form.dataset;
  const solution = { algorithm, challenge, number: found, salt, signature };
  form.elements.calcolo.value = window.btoa(JSON.stringify(solution));
  form.requestSubmit();
}

async function solve({ algorithm, challenge, salt, largest }) {
  const encoder = new TextEncoder();
  for (let first = 0; first <= Number(largest); first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, index) => first + index);
    // Together: hashing one after the other would mostly wait.
    const hashes = await Promise.all(
      numbers.map((number) => window.crypto.subtle.digest(algorithm, encoder.encode(salt + number))),
    );
    const at = hashes.findIndex((hash) => inHex(hash) === challenge);
    if (at >= 0) return numbers[at];
  }
  return null;
}

function inHex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
