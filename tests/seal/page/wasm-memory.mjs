// Finds the wasm's memory: whatever instance is made after this module was loaded.

const memories = [];
for (const name of ["instantiate", "instantiateStreaming"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...args) => {
    const made = await original.apply(WebAssembly, args);
    const { exports } = made.instance ?? made;
    memories.push(...Object.values(exports).filter((value) => value instanceof WebAssembly.Memory));
    return made;
  };
}

/** The bytes of the memory of the instance that was made last. Taken anew each time, since memory moves as it grows. */
export const memory = () => new Uint8Array(memories.at(-1).buffer);
