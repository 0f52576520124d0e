// For timings: idle time does nothing, so that what is kept ready is made when the page asks for it, and only then.

globalThis.requestIdleCallback = () => 0;
